"""Not going: told of an application, of a placement or of a mobility, it is one and the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.mobility.application.giving_up import end_application, give_up, live_placements, withdraw_stay
from services.mobility.application.placement_events import placement_event
from services.mobility.application.work import Work
from services.mobility.domain import application as applications
from services.mobility.domain import mobility as mobilities
from services.mobility.domain import placement as placements
from services.mobility.domain.application import Application
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.placement import Placement


@dataclass(frozen=True, slots=True)
class PlacementGone:
    placement: Placement
    promoted: Placement | None


@dataclass(frozen=True, slots=True)
class MobilityGone:
    mobility: Mobility
    promoted: Placement | None


async def withdraw_application(
    application_id: UUID, work: Work, today: date, *, expected: int | None
) -> Application:
    """Raises: ApplicationDecided, StaleVersion; StayIsOver when the stay is completed."""
    call = await work.calls.lock((await work.applications.get(application_id)).call_id)
    application = await work.applications.lock(application_id)
    applications.withdrawn(application, expected)
    await give_up(application, call, work, today, reason=None)
    return await work.applications.get(application_id)


async def withdraw_placement(
    placement_id: UUID, work: Work, today: date, *, expected: int | None
) -> PlacementGone:
    """A place held ends the application; a turn in one reserve leaves the others. Raises: NothingOffered."""
    call = await work.calls.lock((await work.placements.get(placement_id)).call_id)
    placement = await work.placements.lock(placement_id)
    gone = placements.withdrawn(placement, expected)
    if not placement.holds_a_place:
        return await _leave_reserve(gone, work)
    application = await work.applications.lock(placement.application_id)
    promoted = await give_up(application, call, work, today, reason=None)
    return PlacementGone(gone, promoted)


async def _leave_reserve(gone: Placement, work: Work) -> PlacementGone:
    await work.placements.save(gone, placement_event(gone))
    if not await live_placements(gone.application_id, work):
        await end_application(await work.applications.lock(gone.application_id), work)
    return PlacementGone(gone, promoted=None)


async def withdraw_mobility(
    mobility_id: UUID, reason: str, work: Work, today: date, *, expected: int | None
) -> MobilityGone:
    """The place goes to the reserve, if the stay came from one. Raises: StayIsOver, StaleVersion."""
    known = await work.mobilities.get(mobility_id)
    mobilities.withdrawn(known, reason, expected)
    if known.placement_id is None or known.call_id is None:
        return MobilityGone(await withdraw_stay(await work.mobilities.lock(mobility_id), work, reason), None)
    call = await work.calls.lock(known.call_id)
    mobilities.withdrawn(await work.mobilities.lock(mobility_id), reason, expected)
    placement = await work.placements.lock(known.placement_id)
    application = await work.applications.lock(placement.application_id)
    promoted = await give_up(application, call, work, today, reason)
    return MobilityGone(await work.mobilities.get(mobility_id), promoted)
