"""Proof under kills and faults: a harness that breaks everything, and a checker that trusts nobody."""
