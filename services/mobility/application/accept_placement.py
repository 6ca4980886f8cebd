"""A place is accepted, and the mobility is planned in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from contracts.mobility import MobilityPlanned
from services.mobility.application.placement_events import placement_event
from services.mobility.application.published_language import mobility_state
from services.mobility.application.work import Work
from services.mobility.domain.cycle_ledger import require_days_left
from services.mobility.domain.mobility import Mobility, planned
from services.mobility.domain.placement import Placement, accepted
from services.mobility.domain.stay_rules import StayRules


@dataclass(frozen=True, slots=True)
class Accepted:
    placement: Placement
    mobility: Mobility


async def accept_placement(
    placement_id: UUID, work: Work, rules: StayRules, today: date, *, expected: int | None
) -> Accepted:
    """With the person locked, so that two places at once never take more days than a cycle of study has.

    Raises: OfferExpired, NothingOffered, CycleDaysExceeded, StaleVersion.
    """
    person = await work.people.lock((await work.placements.get(placement_id)).person_id)
    placement = accepted(await work.placements.lock(placement_id), today, expected)
    call = await work.calls.get(placement.call_id)
    application = await work.applications.get(placement.application_id)
    countries = await work.agreements.countries([placement.partner_id])
    mobility = planned(
        new_id(),
        placement,
        call,
        eqf_level=application.eqf_level,
        host_country=countries.get(placement.partner_id),
    )
    cap = rules.cycle(mobility.programme, mobility.call_year, mobility.kind)
    require_days_left(cap, mobility, await work.mobilities.of_person(person.id))
    await work.placements.save(placement, placement_event(placement))
    await work.mobilities.save(mobility, MobilityPlanned(state=mobility_state(mobility)))
    return Accepted(placement, mobility)
