"""Figures of the final report to the National Agency: participants, days and amounts by activity.

Counts are of mobilities that were not given up. Money is of all: what was paid for a stay that did not take
place is spent until it comes back. So what is spent, by category, is what the ledger says of the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from contracts.vocabulary import ActivityKind, BudgetLine, Currency
from services.finance.domain.budget import Budget
from services.finance.domain.budget_lines import PARTICIPANTS
from services.finance.domain.grant import Grant, Stay
from services.finance.domain.line_shares import Shares, shares
from services.finance.domain.money import Money, total
from services.finance.domain.travel import StayLength, stay_length

Activity = tuple[StayLength, ActivityKind | None]
"""None: drafted before the activity was kept, and its mobility did not speak since."""


@dataclass(frozen=True, slots=True)
class Categories:
    """Individual support, travel and top-ups, after what was deducted of each in proportion."""

    individual: Money
    travel: Money
    top_up: Money

    @classmethod
    def none(cls, currency: Currency) -> Categories:
        nothing = Money.zero(currency)
        return cls(nothing, nothing, nothing)

    def plus(self, part: Shares) -> Categories:
        nothing = Money.zero(self.individual.currency)
        individual, travel, top_up = (part.get(line, nothing) for line in PARTICIPANTS)
        return Categories(self.individual + individual, self.travel + travel, self.top_up + top_up)

    def of(self, line: BudgetLine) -> Money:
        """Raises: KeyError for organisational support, which is nobody's grant."""
        by_line = zip(PARTICIPANTS, (self.individual, self.travel, self.top_up), strict=True)
        return dict(by_line)[line]

    @property
    def total(self) -> Money:
        return total([self.individual, self.travel, self.top_up], self.individual.currency)


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """``participants`` = ``with_grant`` + ``zero_grant``; ``completed`` of them are over.

    ``days`` of all stays, ``funded_days`` of those with a grant. ``granted``: what the rules give today;
    ``owed``: paid too much and not back yet.
    """

    participants: int
    completed: int
    with_grant: int
    zero_grant: int
    with_top_up: int
    days: int
    funded_days: int
    granted: Categories
    spent: Categories
    owed: Money

    @classmethod
    def none(cls, currency: Currency) -> ActivityFigures:
        nobody = Categories.none(currency)
        return cls(0, 0, 0, 0, 0, 0, 0, nobody, nobody, Money.zero(currency))


@dataclass(frozen=True, slots=True)
class FinalReport:
    """``organisational``: given for the contract's participants; of it ``expended``."""

    budget: Budget
    activities: Mapping[Activity, ActivityFigures]
    total: ActivityFigures

    @property
    def organisational(self) -> Money:
        return self.budget.lines.organisational

    @property
    def expended(self) -> Money:
        return self.budget.lines.expended


def empty_report(budget: Budget) -> FinalReport:
    return FinalReport(budget, {}, ActivityFigures.none(budget.currency))


def with_grant(report: FinalReport, grant: Grant) -> FinalReport:
    """The report with one more grant of its budget."""
    activity = stay_length(grant.figure.kind), grant.activity
    known = report.activities.get(activity, ActivityFigures.none(grant.currency))
    return replace(
        report,
        activities={**report.activities, activity: _counted(known, grant)},
        total=_counted(report.total, grant),
    )


def _counted(figures: ActivityFigures, grant: Grant) -> ActivityFigures:
    money = replace(
        figures,
        spent=figures.spent.plus(shares(grant.paid - grant.returned, grant.lines)),
        owed=figures.owed + grant.owed,
    )
    return money if grant.stay is Stay.WITHDRAWN else _with_participant(money, grant)


def _with_participant(figures: ActivityFigures, grant: Grant) -> ActivityFigures:
    funded = grant.contract_amount is not None and grant.amount is not None
    promised = shares(grant.amount, grant.lines) if funded and grant.amount is not None else {}
    return replace(
        figures,
        participants=figures.participants + 1,
        completed=figures.completed + (grant.stay is Stay.OVER),
        with_grant=figures.with_grant + funded,
        zero_grant=figures.zero_grant + (not funded),
        with_top_up=figures.with_top_up + bool(promised.get(BudgetLine.TOP_UP)),
        days=figures.days + grant.days,
        funded_days=figures.funded_days + (grant.terms.paid_days(grant.days) if funded else 0),
        granted=figures.granted.plus(promised),
    )
