"""What follows when somebody does not go: the place goes to the next of the reserve.

The callers hold the call's row lock, so that two withdrawals at once never promote the same person, nor
give one free place twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from contracts.mobility import ApplicationDecided, ApplicationWithdrawn, MobilityWithdrawn
from contracts.vocabulary import ApplicationStatus, MobilityStatus, PlacementStatus
from services.mobility.application.buddy import let_buddy_go
from services.mobility.application.free_places import free_places
from services.mobility.application.housing import leave_housing
from services.mobility.application.mobility_file import close_file
from services.mobility.application.placement_events import placement_event
from services.mobility.application.published_language import application_state, mobility_state
from services.mobility.application.work import Work
from services.mobility.domain import application as applications
from services.mobility.domain import mobility as mobilities
from services.mobility.domain import placement as placements
from services.mobility.domain.application import Application
from services.mobility.domain.call import Call
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.placement import Placement

LIVE_PLACEMENTS = frozenset({PlacementStatus.OFFERED, PlacementStatus.ACCEPTED, PlacementStatus.RESERVE})


async def give_up(
    application: Application, call: Call, work: Work, today: date, reason: str | None
) -> Placement | None:
    """Withdraw the application with its placements and its mobility; returns who was promoted, if anybody."""
    held = await _withdraw_placements(application.id, work, reason)
    await end_application(application, work)
    return await promote_next(call, held.condition_id, work, today) if held else None


async def _withdraw_placements(application_id: UUID, work: Work, reason: str | None) -> Placement | None:
    """Every live placement of the application; returns the one that held a place."""
    held = None
    for placement in await live_placements(application_id, work):
        gone = placements.withdrawn(placement)
        await work.placements.save(gone, placement_event(gone))
        if placement.holds_a_place:
            held = placement
            await _withdraw_mobility(await work.mobilities.of_placement(placement.id), work, reason)
    return held


async def live_placements(application_id: UUID, work: Work) -> list[Placement]:
    found = await work.placements.lock_of_application(application_id)
    return [one for one in found if one.status in LIVE_PLACEMENTS]


async def _withdraw_mobility(mobility: Mobility | None, work: Work, reason: str | None) -> None:
    if mobility is not None and mobility.status is not MobilityStatus.WITHDRAWN:
        await withdraw_stay(mobility, work, reason)


async def withdraw_stay(mobility: Mobility, work: Work, reason: str | None) -> Mobility:
    """With what hangs on it: nothing waits in its file, its bed is free, nobody helps. Raises: StayIsOver."""
    gone = mobilities.withdrawn(mobility, reason)
    await work.mobilities.save(gone, MobilityWithdrawn(state=mobility_state(gone)))
    await close_file(gone.id, work)
    await leave_housing(gone.id, work)
    await let_buddy_go(gone.id, work)
    return gone


async def end_application(application: Application, work: Work) -> None:
    gone = applications.withdrawn(application)
    await work.applications.save(gone, ApplicationWithdrawn(state=application_state(gone)))


async def promote_next(call: Call, condition_id: UUID, work: Work, today: date) -> Placement | None:
    """Offer a freed place to the best of those who wait for it; None when nobody does or it is not free."""
    free = await free_places(call, work)
    waiting = await work.placements.next_in_reserve(call.id, condition_id)
    if waiting is None or free.get(condition_id, 0) < 1:
        return None
    offered = placements.promoted(waiting, today + timedelta(days=call.settings.reply_days))
    await work.placements.save(offered, placement_event(offered))
    await _end_other_turns(offered, work)
    application = await work.applications.lock(offered.application_id)
    placed = applications.decided(application, ApplicationStatus.PLACED)
    await work.applications.save(placed, ApplicationDecided(state=application_state(placed)))
    return offered


async def _end_other_turns(offered: Placement, work: Work) -> None:
    """Who has a place no longer waits for another."""
    for turn in await work.placements.lock_of_application(offered.application_id):
        if turn.id != offered.id and turn.status is PlacementStatus.RESERVE:
            over = placements.expired(turn)
            await work.placements.save(over, placement_event(over))
