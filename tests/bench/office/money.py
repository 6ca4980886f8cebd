"""Finance's duties by the thousand: grants computed by rule, and the optimiser over everybody in line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from random import Random
from uuid import UUID

from contracts.vocabulary import Currency, PlanStepKind, Programme
from services.finance.adapters.highs import Highs
from services.finance.domain.grant import Grant, fund, price
from services.finance.domain.instalments import PaymentPlan
from services.finance.domain.money import Money, total
from services.finance.domain.rates import Action, Figure, RateKind, RateUnit, Step
from services.finance.domain.spending_plan import Candidate
from services.finance.domain.terms import Terms

SEED = 7
TODAY = date(2026, 6, 1)
RATES = ("450", "600", "750")
OF_EVERYBODY = 4
"""The optimiser has money for one of so many."""


@contextmanager
def grants(size: int) -> Iterator[Callable[[], str]]:
    """Support by days, a top-up for one in ten, instalments; what drafting a grant computes."""
    drafts = [_draft(number) for number in range(size)]
    steps = {rate: (Step(1, RateUnit.MONTH, euro(rate), "S18"),) for rate in RATES}

    def compute() -> str:
        made = [
            fund(price(draft, steps[RATES[place % 3]]), PaymentPlan(), TODAY)
            for place, draft in enumerate(drafts)
        ]
        return f"sum {total([grant.reserved for grant in made], Currency.EUR)}"

    yield compute


@contextmanager
def optimiser(size: int) -> Iterator[Callable[[], str]]:
    """Long stays of 61 to 180 days at three rates, some with travel support."""
    chance = Random(SEED)
    line = [_candidate(number, chance) for number in range(size)]
    available = sum(each.base + each.per_day * (each.days_max - 60) for each in line) // OF_EVERYBODY + 123

    def choose() -> str:
        choice = Highs().choose(line, available)
        used = sum(
            each.base + each.per_day * (days - each.days_min)
            for each, days in zip(line, choice.days, strict=True)
            if days
        )
        served = sum(days > 0 for days in choice.days)
        free, most = available / 100, choice.bound / 100
        return f"free {free:.2f}, used {used / 100:.2f}, bound {most:.2f}, serves {served}"

    yield choose


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def _draft(number: int) -> Grant:
    top_ups = (Step(1, RateUnit.MONTH, euro("250"), "S18"),) if number % 10 == 0 else ()
    return Grant(
        id=UUID(int=number),
        version=0,
        budget_id=UUID(int=0),
        mobility_id=UUID(int=number),
        person_id=UUID(int=number),
        faculty=None,
        programme=Programme.ERASMUS,
        figure=Figure(Action.KA131, RateKind.STUDENT_STUDY, "1", 2024),
        currency=Currency.EUR,
        rank=number,
        begins=date(2026, 9, 15),
        days=60 + number % 300,
        terms=Terms(top_ups=top_ups),
    )


def _candidate(number: int, chance: Random) -> Candidate:
    per_day = chance.choice((1500, 2000, 2500))
    travel = chance.choice((0, 0, 21_100, 30_900, 39_500))
    return Candidate(
        UUID(int=number), PlanStepKind.PROMOTION, 60, chance.randint(61, 180), 60 * per_day + travel, per_day
    )
