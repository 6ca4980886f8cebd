"""Top-ups: what is paid on top of individual support because of a verified fact.

The fact may be of a special category, so its line says "top-up" and not why; which fact it was, and who saw
the evidence, stands in the grant's circumstances, in finance alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chassis.refusal import LocalizedText
from services.finance.domain.rates import RateKind, RateUnit, Step
from services.finance.domain.support import Line, Support, support_lines

TOP_UP = Support("top-up", "Ek destek", "Top-up")


def fewer_opportunities_kind(kind: RateKind) -> RateKind | None:
    """Which top-up belongs to this kind of stay; staff have none (S03, S18)."""
    match kind:
        case RateKind.STUDENT_STUDY | RateKind.STUDENT_TRAINEESHIP:
            return RateKind.FEWER_OPPORTUNITIES_MONTH
        case RateKind.STUDENT_SHORT_TERM:
            return RateKind.FEWER_OPPORTUNITIES_SHORT
        case _:
            return None


def top_up_lines(days: int, steps: Sequence[Step]) -> tuple[Line, ...]:
    """By the month like individual support, or once: the amount of the longest span that ``days`` reach.

    250 EUR a month for 136 days are 1,000.00 and 133.33; a short stay of 15 days has 150.00, of 4 nothing.
    """
    monthly = tuple(step for step in steps if step.unit is RateUnit.MONTH)
    once = [step for step in steps if step.unit is RateUnit.ONCE and step.from_day <= days]
    lines = support_lines(days, monthly, TOP_UP) if monthly else ()
    return (*lines, *(_once(step) for step in once[-1:]))


def _once(step: Step) -> Line:
    return Line(
        rule="top-up-once",
        label=LocalizedText("Ek destek: bir defa", "Top-up: once"),
        quantity=Decimal(1),
        unit="once",
        rate=step.rate,
        amount=step.rate,
        source=step.source,
    )
