"""Budgets, rates, grants, payment orders, recoveries and the double-entry ledger."""
