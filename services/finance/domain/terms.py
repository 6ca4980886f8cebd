"""The terms of a grant: what besides days and rates makes its amount, and the lines they give together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chassis.refusal import LocalizedText
from services.finance.domain.money import Money
from services.finance.domain.rates import Step
from services.finance.domain.settlement import PERCENT, Deduction, deduction_lines
from services.finance.domain.support import Line, support_lines, support_total
from services.finance.domain.top_ups import top_up_lines
from services.finance.domain.travel import TravelMode

CEILING = "contract-ceiling"
"""The rule that takes off what is above the contract."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Verified facts of a stay. ``distance_km``: one way, the official calculator's figure, never recomputed.

    ``fewer_opportunities`` is the fact alone: its report is not kept, and who verified it is.
    """

    distance_km: int | None
    mode: TravelMode
    fewer_opportunities: bool
    evidence: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class Terms:
    """``top_ups`` and ``travel`` keep the figures they were promised with.

    ``funded_days``: how many of the stay's days are paid; None: all of them.
    """

    circumstances: Circumstances | None = None
    top_ups: tuple[Step, ...] = ()
    travel: tuple[Line, ...] = ()
    funded_days: int | None = None
    deductions: tuple[Deduction, ...] = ()

    def paid_days(self, days: int) -> int:
        return days if self.funded_days is None else min(days, self.funded_days)


PLAIN = Terms()
"""Days and rates alone."""


def lines_of(
    days: int, steps: Sequence[Step], terms: Terms, ceiling: Money | None = None
) -> tuple[Line, ...]:
    """Individual support, top-ups, travel, what is above ``ceiling``, then what is deducted of the rest.

    Their sum is the grant, to the cent.
    """
    paid = terms.paid_days(days)
    given = (*support_lines(paid, steps), *top_up_lines(paid, terms.top_ups), *terms.travel)
    whole = support_total(given)
    if ceiling is not None and ceiling < whole:
        given, whole = (*given, _above(ceiling, whole)), ceiling
    return (*given, *deduction_lines(whole, terms.deductions))


def undeducted(lines: Sequence[Line]) -> Money:
    """The whole grant before anything was deducted, no more than what was promised."""
    return support_total([line for line in lines if line.unit != PERCENT])


def _above(ceiling: Money, whole: Money) -> Line:
    return Line(
        rule=CEILING,
        label=LocalizedText("Sözleşme tutarını aşan kısım", "Above the contract, which is the ceiling"),
        quantity=Decimal(1),
        unit="once",
        rate=ceiling - whole,
        amount=ceiling - whole,
        source="S30",
    )
