"""The office plans a stay of staff."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from chassis.ids import new_id
from contracts.mobility import MobilityPlanned
from services.mobility.application.published_language import mobility_state
from services.mobility.application.work import Work
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.rule_book import RuleBook
from services.mobility.domain.staff_mobility import StaffStay, planned_for, require_staff_activity


async def plan_staff_stay(person_id: UUID, stay: StaffStay, work: Work, rules: RuleBook) -> Mobility:
    """Raises: NoSuchPerson, StayLimitsUnknown and those of ``planned_for``."""
    person = await work.people.keep(person_id)
    require_staff_activity(stay.kind)
    limits = rules.stay_limits(stay.programme, stay.call_year, stay.kind, blended=False)
    known = await _with_country(stay, work)
    mobility = planned_for(person, known, new_id(), limits)
    await work.mobilities.save(mobility, MobilityPlanned(state=mobility_state(mobility)))
    return mobility


async def _with_country(stay: StaffStay, work: Work) -> StaffStay:
    """A partner's country is the directory's."""
    if stay.partner_id is None:
        return stay
    countries = await work.agreements.countries([stay.partner_id])
    return replace(stay, host_country=countries.get(stay.partner_id, stay.host_country))
