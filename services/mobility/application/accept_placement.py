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
from services.mobility.domain.mobility import Mobility, planned
from services.mobility.domain.placement import Placement, accepted


@dataclass(frozen=True, slots=True)
class Accepted:
    placement: Placement
    mobility: Mobility


async def accept_placement(placement_id: UUID, work: Work, today: date, *, expected: int | None) -> Accepted:
    """Raises: OfferExpired, NothingOffered, StaleVersion."""
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
    await work.placements.save(placement, placement_event(placement))
    await work.mobilities.save(mobility, MobilityPlanned(state=mobility_state(mobility)))
    return Accepted(placement, mobility)
