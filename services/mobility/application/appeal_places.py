"""What an accepted appeal gives: a place that is free, else a turn in the reserve; nothing is taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from contracts.mobility import AppealDecided
from contracts.vocabulary import ApplicationStatus, PlacementStatus
from services.mobility.application.free_places import free_places
from services.mobility.application.giving_up import promote_next
from services.mobility.application.new_placement import new_placement
from services.mobility.application.placement_events import placement_event
from services.mobility.application.published_language import application_state
from services.mobility.application.work import Work
from services.mobility.domain import placement as placements
from services.mobility.domain.appealing import better_place
from services.mobility.domain.application import Application
from services.mobility.domain.call import Call
from services.mobility.domain.placement import Placement
from services.mobility.domain.ranking import Standing


async def give_places(
    application: Application, standing: Standing, call: Call, work: Work, today: date
) -> Application:
    """Saves the application with what its corrected standing leads to; returns it as it then is."""
    found = await work.placements.lock_of_application(application.id)
    held = next((one for one in found if one.status is PlacementStatus.OFFERED), None)
    if held is None:
        await _wait(application, found, call, work, today)
    else:
        await _save(application, work)
        better = better_place(standing, held.condition_id)
        if better is not None and await _is_free(better, found, call, work):
            reply_by = today + timedelta(days=call.settings.reply_days)
            await _move(held, new_placement(application, better, reply_by), work)
            await promote_next(call, held.condition_id, work, today)
    return await work.applications.get(application.id)


async def _is_free(condition_id: UUID, found: Sequence[Placement], call: Call, work: Work) -> bool:
    """A place that nobody holds, nobody waits for, and that the appellant did not let go before."""
    let_go = any(one.condition_id == condition_id for one in found)
    waiting = await work.placements.next_in_reserve(call.id, condition_id)
    return not let_go and waiting is None and (await free_places(call, work)).get(condition_id, 0) > 0


async def _move(held: Placement, offer: Placement, work: Work) -> None:
    """The one place is let go before the other is held: nobody holds two."""
    left = placements.withdrawn(held)
    await work.placements.save(left, placement_event(left))
    await work.placements.save(offer, placement_event(offer))


async def _wait(
    application: Application, found: Sequence[Placement], call: Call, work: Work, today: date
) -> None:
    """A turn in the reserve of every wish but those let go; then the best free place of them, if any."""
    turns = _turns(application, {one.condition_id: one for one in found})
    for turn in turns:
        await work.placements.save(turn, placement_event(turn))
    waiting = replace(application, status=ApplicationStatus.RESERVE) if turns else application
    await _save(waiting, work)
    for turn in turns:
        offered = await promote_next(call, turn.condition_id, work, today)
        if offered is not None and offered.application_id == application.id:
            return


def _turns(application: Application, found: Mapping[UUID, Placement]) -> list[Placement]:
    assert application.rank is not None
    assert application.score is not None
    turns = []
    for wish in application.preferences:
        had = found.get(wish.condition_id)
        if had is None:
            turns.append(replace(new_placement(application, wish.condition_id, None), appealed=True))
        elif had.status is PlacementStatus.RESERVE:
            turns.append(placements.waits_again(had, application.rank, application.score))
    return turns


async def _save(application: Application, work: Work) -> None:
    await work.applications.save(application, AppealDecided(state=application_state(application)))
