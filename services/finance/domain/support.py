"""Support by the month or the day: lines from the days of a stay and the rates promised to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import LocalizedText
from services.finance.domain.money import Money, total
from services.finance.domain.rates import RateUnit, Step

DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a computation; of unit ``day/30``, ``quantity`` counts thirtieths of the month rate."""

    rule: str
    label: LocalizedText
    quantity: Decimal
    unit: str
    rate: Money
    amount: Money
    source: str


@dataclass(frozen=True, slots=True)
class Support:
    """What a line pays for: the rule's name and its words."""

    rule: str
    tr: str
    en: str


INDIVIDUAL = Support("individual-support", "Bireysel destek", "Individual support")


def support_lines(days: int, steps: Sequence[Step], paid_for: Support = INDIVIDUAL) -> tuple[Line, ...]:
    """Lines for a stay of ``days``: whole months and thirtieths of one, or days by step.

    136 days at 600 EUR a month are 4 months (2400.00) and 16/30 of one (320.00).
    Source: Erasmus+ KA131, individual support; an incomplete month counts days/30 (S13, S34).
    """
    if steps[0].unit is RateUnit.MONTH:
        return _monthly(days, steps[0], paid_for)
    ends = [step.from_day - 1 for step in steps[1:]] + [days]
    daily = [
        _days(step, min(end, days) - step.from_day + 1, paid_for)
        for step, end in zip(steps, ends, strict=True)
    ]
    return tuple(line for line in daily if line.quantity > 0)


def support_total(lines: Sequence[Line]) -> Money:
    """The sum of at least one line."""
    return total([line.amount for line in lines], lines[0].amount.currency)


def _monthly(days: int, step: Step, paid_for: Support) -> tuple[Line, ...]:
    months, rest = divmod(days, DAYS_OF_A_MONTH)
    whole = Line(
        rule=f"{paid_for.rule}-months",
        label=LocalizedText(f"{paid_for.tr}: {months} tam ay", f"{paid_for.en}: {months} whole months"),
        quantity=Decimal(months),
        unit="month",
        rate=step.rate,
        amount=step.rate * Decimal(months),
        source=step.source,
    )
    part = Line(
        rule=f"{paid_for.rule}-incomplete-month",
        label=LocalizedText(f"Tamamlanmamış ay: {rest}/30", f"Incomplete month: {rest}/30"),
        quantity=Decimal(rest),
        unit="day/30",
        rate=step.rate,
        amount=Money(step.rate.amount * rest / DAYS_OF_A_MONTH, step.rate.currency),
        source=step.source,
    )
    return tuple(line for line in (whole, part) if line.quantity > 0)


def _days(step: Step, count: int, paid_for: Support) -> Line:
    return Line(
        rule=f"{paid_for.rule}-from-day-{step.from_day}",
        label=LocalizedText(
            f"{paid_for.tr}: {step.from_day}. günden itibaren {count} gün",
            f"{paid_for.en}: {count} days from day {step.from_day}",
        ),
        quantity=Decimal(count),
        unit="day",
        rate=step.rate,
        amount=step.rate * Decimal(count),
        source=step.source,
    )
