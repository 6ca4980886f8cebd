"""The office saw the facts that travel support and top-ups depend on: the contract is amended by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText, Refusal
from contracts.finance import GrantAmended
from services.finance.application.amending import change
from services.finance.application.books import Because, Books
from services.finance.application.work import Work
from services.finance.domain.amendment import amend
from services.finance.domain.grant import Grant
from services.finance.domain.rates import ALL_STEPS, Figure, RateKind, Step, agreed_steps
from services.finance.domain.support import Line
from services.finance.domain.terms import Circumstances, Terms
from services.finance.domain.top_ups import fewer_opportunities_kind
from services.finance.domain.travel import (
    StayLength,
    TravelMode,
    gets_travel,
    green_top_up,
    stay_length,
    travel_line,
)

AMENDED = Because(LocalizedText("Hibe koşulları kaydedildi", "Circumstances of the grant recorded"))


class NoTopUpForStaff(Refusal):
    code = "no-top-up-for-staff"
    tr, en = "Personel hareketliliğinde ek destek yoktur.", "Staff mobility has no top-up."
    next_tr, next_en = "İşareti kaldırıp yeniden kaydedin.", "Clear the mark and record it again."


async def record_circumstances(
    grant_id: UUID, facts: Circumstances, expected_version: int | None, work: Work, now: datetime
) -> Grant:
    """Travel and top-ups at the figures of the grant's own call year; they replace what was recorded before.

    Raises: NotFound, StaleVersion, TravelBandUnknown, TravelRuleUnknown, RateUnknown, NoTopUpForStaff, and
    what ``amend`` raises.
    """

    async def decide(grant: Grant, books: Books) -> Grant:
        terms = await _terms(grant, facts, work)
        return amend(grant, terms, plan=work.plan, available=books.budget.available)

    return await change(
        grant_id, expected_version, work, now, decide=decide, event=GrantAmended, because=AMENDED
    )


async def _terms(grant: Grant, facts: Circumstances, work: Work) -> Terms:
    top_ups = await _top_ups(grant, work) if facts.fewer_opportunities else ()
    travel = await _travel(grant, facts, work)
    return replace(grant.terms, circumstances=facts, top_ups=top_ups, travel=travel)


async def _top_ups(grant: Grant, work: Work) -> tuple[Step, ...]:
    kind = fewer_opportunities_kind(grant.figure.kind)
    if kind is None:
        raise NoTopUpForStaff(field="fewer_opportunities")
    return await _steps(grant, kind, work)


async def _travel(grant: Grant, facts: Circumstances, work: Work) -> tuple[Line, ...]:
    """Support by distance; where the call year gives none, students who go green have a top-up instead."""
    stay, call_year = stay_length(grant.figure.kind), grant.call_year
    rules = await work.rates.travel_rules(grant.figure.action, call_year)
    chosen = facts.fewer_opportunities
    if facts.distance_km is not None and gets_travel(
        stay, fewer_opportunities=chosen, call_year=call_year, rules=rules
    ):
        bands = await work.rates.bands_of(call_year)
        return (travel_line(facts.distance_km, facts.mode, call_year, bands),)
    if facts.mode is TravelMode.GREEN and stay is not StayLength.STAFF:
        (step,) = await _steps(grant, RateKind.GREEN_TRAVEL, work)
        return (green_top_up(step),)
    return ()


async def _steps(grant: Grant, kind: RateKind, work: Work) -> tuple[Step, ...]:
    figure = Figure(grant.figure.action, kind, grant.figure.country_group, grant.call_year)
    return agreed_steps(figure, ALL_STEPS, await work.rates.of(figure))
