"""No euro unused: who could still be funded from what is free, and for how many days.

A long student stay may be funded in part, so what is left over can be filled with days. Costs are whole cents
and never less than what the days then really cost; the proposal is reckoned exactly before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts.vocabulary import PlanStepKind, PlanStepStatus, Programme, Scenario
from services.finance.domain.grant import Grant
from services.finance.domain.money import Money
from services.finance.domain.rates import LONG_STAY_DAYS_MIN, RateUnit, Step
from services.finance.domain.support import DAYS_OF_A_MONTH, support_total
from services.finance.domain.terms import lines_of
from services.finance.domain.travel import StayLength, stay_length

CENTS = 100
ROUNDED_CENTS = 2
"""Support and top-up are each rounded once where days are added to a funded part."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A grant that could take money: ``base`` cents for ``days_min`` days, ``per_day`` for each further one.

    ``days_max`` equals ``days_min`` where a stay is funded whole or not at all.
    """

    grant_id: UUID
    kind: PlanStepKind
    days_min: int
    days_max: int
    base: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Choice:
    """``days`` for each candidate, in their order, 0: nothing. ``bound``: cents that no choice can exceed."""

    days: tuple[int, ...]
    bound: int


class Optimiser(Protocol):
    """Uses up the most of ``available`` cents; of equal choices that which serves most, by rank."""

    def choose(self, candidates: Sequence[Candidate], available: int) -> Choice: ...


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    message: LocalizedText


@dataclass(frozen=True, slots=True)
class PlanStep:
    number: int
    kind: PlanStepKind
    grant_id: UUID
    days: int
    amount: Money
    status: PlanStepStatus = PlanStepStatus.PROPOSED
    refusal: Reason | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    scenario: Scenario
    released_percent: Decimal
    free_at_end: Money


@dataclass(frozen=True, slots=True)
class SpendingPlan:
    id: UUID
    version: int
    budget_id: UUID
    programme: Programme
    call_year: int
    drawn_up_at: datetime
    available: Money
    used: Money
    bound: Money
    steps: tuple[PlanStep, ...]
    forecasts: tuple[Forecast, ...]

    @property
    def open_steps(self) -> tuple[PlanStep, ...]:
        return tuple(step for step in self.steps if step.status is PlanStepStatus.PROPOSED)


def in_cents(amount: Money) -> int:
    return int(amount.amount * CENTS)


def candidate(grant: Grant) -> Candidate | None:
    """What more a grant could take: the days in line, or those that were not funded. None: nothing."""
    if grant.contract_amount is None:
        return _promotion(grant)
    funded = grant.terms.paid_days(grant.days)
    return _extension(grant, funded) if funded < grant.days else None


def priced_steps(
    candidates: Sequence[Candidate], choice: Choice, grants: Iterable[Grant]
) -> tuple[PlanStep, ...]:
    """The chosen days as steps, each at what it really costs."""
    found = {grant.id: grant for grant in grants}
    chosen = [(each, days) for each, days in zip(candidates, choice.days, strict=True) if days]
    return tuple(
        PlanStep(number, each.kind, each.grant_id, days, _cost(found[each.grant_id], days))
        for number, (each, days) in enumerate(chosen, 1)
    )


def forecast(
    scenario: Scenario, percent: Decimal, *, available: Money, reserved: Money, owed: Money
) -> Forecast:
    """Free when the contract ends: what is free now, what is owed back, and what is promised but not used."""
    released = reserved * (percent / 100)
    return Forecast(scenario, percent, available + owed + released)


def note_applied(plan: SpendingPlan, done: PlanStep) -> SpendingPlan:
    steps = tuple(done if step.number == done.number else step for step in plan.steps)
    return replace(plan, steps=steps)


def _promotion(grant: Grant) -> Candidate:
    in_part = stay_length(grant.figure.kind) is StayLength.LONG and grant.days > LONG_STAY_DAYS_MIN
    days_min = LONG_STAY_DAYS_MIN if in_part else grant.days
    per_day = _per_day(grant) if in_part else 0
    base = in_cents(_amount(grant, days_min))
    return Candidate(grant.id, PlanStepKind.PROMOTION, days_min, grant.days, base, per_day)


def _extension(grant: Grant, funded: int) -> Candidate:
    """The first further day bears what rounding may add; short stays and staff are funded whole."""
    if stay_length(grant.figure.kind) is not StayLength.LONG:
        base = in_cents(_cost(grant, grant.days))
        return Candidate(grant.id, PlanStepKind.EXTENSION, grant.days, grant.days, base, 0)
    per_day = _per_day(grant)
    base = per_day + (0 if _is_exact(grant) else ROUNDED_CENTS)
    return Candidate(grant.id, PlanStepKind.EXTENSION, funded + 1, grant.days, base, per_day)


def _amount(grant: Grant, days: int) -> Money:
    return support_total(lines_of(grant.days, grant.steps, replace(grant.terms, funded_days=days)))


def _cost(grant: Grant, days: int) -> Money:
    amount = _amount(grant, days)
    return amount if grant.contract_amount is None else amount - grant.contract_amount


def _monthly(grant: Grant) -> list[Step]:
    return [step for step in (*grant.steps, *grant.terms.top_ups) if step.unit is RateUnit.MONTH]


def _per_day(grant: Grant) -> int:
    """A thirtieth of every month rate, each rounded up to the cent."""
    return sum(-(-in_cents(step.rate) // DAYS_OF_A_MONTH) for step in _monthly(grant))


def _is_exact(grant: Grant) -> bool:
    return all(in_cents(step.rate) % DAYS_OF_A_MONTH == 0 for step in _monthly(grant))
