"""What a new rate table would change for whom, by the calculation that makes grants.

Only stays that are not over: a settled contract stands. Entering a rate computes whoever waits for it; all
others keep the figures they were computed with until their contract is amended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from chassis.refusal import Refusal
from services.finance.domain.grant import Grant, Stay
from services.finance.domain.money import Money
from services.finance.domain.rates import (
    ALL_STEPS,
    Action,
    Figure,
    Rate,
    RateKind,
    RateUnknown,
    Step,
    agreed_steps,
)
from services.finance.domain.support import Line, support_total
from services.finance.domain.terms import Terms, lines_of
from services.finance.domain.top_ups import fewer_opportunities_kind
from services.finance.domain.travel import GREEN_TOP_UP, green_top_up

AFTER_THE_STAY = (RateKind.SURVEY_MISSING, RateKind.SUCCESS_SHARE, RateKind.ORGANISATIONAL_SUPPORT)
"""What they make is reckoned when a stay is over, or of no grant at all."""


class TariffOfSeveral(Refusal):
    code = "tariff-of-several"
    tr, en = (
        "Tablodaki bütün tutarlar aynı eylem ve çağrı yılından olmalıdır.",
        "All figures of a table must be of one action and call year.",
    )
    next_tr, next_en = "Her çağrı yılını ayrı deneyin.", "Try each call year by itself."


class RateTouchesNoGrant(Refusal):
    code = "rate-touches-no-grant"
    tr = "{kind} tutarı, süresi bitmemiş hibeleri değiştirmez."
    en = "A {kind} rate changes no grant whose stay is not over."
    next_tr, next_en = "Bu tutarı tablodan çıkarın.", "Leave it out of the table."


class TariffEffect(StrEnum):
    """``COMPUTED``: it waits, and entering the figure computes it. ``KEPT``: it keeps its own."""

    COMPUTED = "computed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class TariffChange:
    """``old`` is None for who waits for a rate."""

    grant: Grant
    old: Money | None
    new: Money

    @property
    def effect(self) -> TariffEffect:
        return TariffEffect.COMPUTED if self.old is None else TariffEffect.KEPT

    @property
    def difference(self) -> Money:
        return self.new if self.old is None else self.new - self.old


@dataclass(frozen=True, slots=True)
class Tariff:
    """A supposed table: the one in force with the new rows, of which the newest holds."""

    action: Action
    call_year: int
    rates: tuple[Rate, ...]


def require_one_table(rates: Sequence[Rate]) -> tuple[Action, int]:
    """Of which action and call year they are. Raises: TariffOfSeveral, RateTouchesNoGrant."""
    if len({(rate.action, rate.first_call_year) for rate in rates}) != 1:
        raise TariffOfSeveral(field="rates")
    for number, rate in enumerate(rates):
        if rate.kind in AFTER_THE_STAY:
            raise RateTouchesNoGrant(field=f"rates.{number}.kind", kind=rate.kind)
    return rates[0].action, rates[0].first_call_year


def change_by(tariff: Tariff, grant: Grant) -> TariffChange | None:
    """None where nothing would change, a figure would still be unknown, or the stay is over."""
    if grant.stay is not Stay.AHEAD:
        return None
    try:
        new = _amount(grant, tariff.rates)
    except RateUnknown:
        return None
    return None if new == grant.amount else TariffChange(grant, grant.amount, new)


def _amount(grant: Grant, rates: Iterable[Rate]) -> Money:
    """Raises: RateUnknown."""
    steps = agreed_steps(grant.figure, grant.days, rates)
    return support_total(lines_of(grant.days, steps, _terms(grant, rates)))


def _terms(grant: Grant, rates: Iterable[Rate]) -> Terms:
    """The grant's own circumstances at the supposed figures; travel bands are no rates and stay."""
    kind = fewer_opportunities_kind(grant.figure.kind)
    top_ups = _steps(grant, kind, rates) if grant.terms.top_ups and kind else ()
    travel = tuple(_travel(line, grant, rates) for line in grant.terms.travel)
    return replace(grant.terms, top_ups=top_ups, travel=travel)


def _travel(line: Line, grant: Grant, rates: Iterable[Rate]) -> Line:
    if line.rule != GREEN_TOP_UP:
        return line
    (step,) = _steps(grant, RateKind.GREEN_TRAVEL, rates)
    return green_top_up(step)


def _steps(grant: Grant, kind: RateKind, rates: Iterable[Rate]) -> tuple[Step, ...]:
    figure = Figure(grant.figure.action, kind, grant.figure.country_group, grant.call_year)
    return agreed_steps(figure, ALL_STEPS, rates)
