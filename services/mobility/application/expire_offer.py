"""Nobody answered an offer in time: the office passes the place on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.mobility import ApplicationDecided
from contracts.vocabulary import ApplicationStatus
from services.mobility.application.giving_up import promote_next
from services.mobility.application.placement_events import placement_event
from services.mobility.application.published_language import application_state
from services.mobility.application.withdraw import PlacementGone
from services.mobility.application.work import Work
from services.mobility.domain.application import decided
from services.mobility.domain.placement import lapsed


async def expire_offer(placement_id: UUID, work: Work, today: date) -> PlacementGone:
    """Raises: OfferStillOpen, NothingOffered."""
    call = await work.calls.lock((await work.placements.get(placement_id)).call_id)
    over = lapsed(await work.placements.lock(placement_id), today)
    await work.placements.save(over, placement_event(over))
    application = await work.applications.lock(over.application_id)
    unplaced = decided(application, ApplicationStatus.NOT_PLACED)
    await work.applications.save(unplaced, ApplicationDecided(state=application_state(unplaced)))
    return PlacementGone(over, await promote_next(call, over.condition_id, work, today))
