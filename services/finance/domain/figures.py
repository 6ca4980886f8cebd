"""What a budget and each of its lines had, had promised and had paid at the end of a day.

Read from the ledger alone. A booking counts from its value date, and at the latest from the day it was
booked: so today's figures are those of the budget itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contracts.vocabulary import BudgetLine
from services.finance.domain import ledger
from services.finance.domain.budget import Budget
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.money import Money, total

Booked = Mapping[tuple[str, BudgetLine], Money]
"""Sums of the ledger's entries, credits negative, by account and line."""


@dataclass(frozen=True, slots=True)
class Figures:
    """``free`` below zero: the line promised more than it has, and others of the participants' bear it."""

    reserved: Money
    spent: Money
    free: Money

    @property
    def allocated(self) -> Money:
        return self.reserved + self.spent + self.free


@dataclass(frozen=True, slots=True)
class FiguresAtDate:
    """``participants``: the sum of mobility, travel and top-ups, as a budget shows itself."""

    budget: Budget
    on: date
    participants: Figures
    lines: Mapping[BudgetLine, Figures]


def budget_accounts(budget: Budget) -> tuple[str, ...]:
    """Every account from which a budget's figures are read."""
    return (
        ledger.allocation_account(budget),
        ledger.commitment_account(budget),
        ledger.spent_account(budget),
        ledger.line_account(budget, BudgetLine.ORGANISATIONAL_SUPPORT),
        ledger.expended_account(budget),
    )


def figures_at(budget: Budget, on: date, booked: Booked) -> FiguresAtDate:
    lines = {line: _of_line(budget, line, booked) for line in BudgetLine}
    return FiguresAtDate(budget, on, _sum(budget, [lines[line] for line in PARTICIPANTS]), lines)


def _of_line(budget: Budget, line: BudgetLine, booked: Booked) -> Figures:
    nothing = Money.zero(budget.currency)

    def credit(account: str) -> Money:
        return nothing - booked.get((account, line), nothing)

    participants = line in PARTICIPANTS
    spent = ledger.spent_account(budget) if participants else ledger.expended_account(budget)
    return Figures(
        reserved=credit(ledger.commitment_account(budget)),
        spent=credit(spent),
        free=credit(ledger.line_account(budget, line)),
    )


def _sum(budget: Budget, parts: list[Figures]) -> Figures:
    currency = budget.currency
    return Figures(
        reserved=total([part.reserved for part in parts], currency),
        spent=total([part.spent for part in parts], currency),
        free=total([part.free for part in parts], currency),
    )
