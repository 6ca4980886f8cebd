"""The lists become public: the main list gets its offers, the others their turn in the reserve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.mobility import ApplicationDecided, CallPublished
from contracts.vocabulary import ApplicationStatus
from services.mobility.application.free_places import free_places
from services.mobility.application.new_placement import new_placement
from services.mobility.application.placement_events import placement_event
from services.mobility.application.published_language import application_state, call_state
from services.mobility.application.work import KeptStanding, Work
from services.mobility.domain.application import LIVE, Application, decided
from services.mobility.domain.call import Call, published
from services.mobility.domain.placement import Placement


async def publish_call(call_id: UUID, work: Work, today: date) -> Call:
    """Raises: CallNotRanked when an application or a place changed since the ranking, CallHasLists,
    ResultsNotApproved.
    """
    before = await work.calls.lock(call_id)
    places = await free_places(before, work)
    applications = {one.id: one for one in await work.applications.lock_all(call_id)}
    standings = await work.rankings.of_call(call_id)
    current = _is_current(standings, applications) and _fits(standings, places)
    call = published(before, today, ranking_is_current=current)
    reply_by = today + timedelta(days=call.settings.reply_days)
    placements = _placements(standings, applications, reply_by)
    await work.placements.add_all((one, placement_event(one)) for one in placements)
    outcomes = (decided(applications[one.application_id], _outcome(one)) for one in standings)
    await work.applications.save_all(
        (one, ApplicationDecided(state=application_state(one))) for one in outcomes
    )
    await work.calls.save(call, CallPublished(state=call_state(call)))
    return call


def _is_current(standings: Sequence[KeptStanding], applications: Mapping[UUID, Application]) -> bool:
    """Every live application stands in the ranking, in the version that it has now."""
    live = {one.id: one.version for one in applications.values() if one.status in LIVE}
    return live == {one.application_id: one.application_version for one in standings}


def _fits(standings: Sequence[KeptStanding], places: Mapping[UUID, int]) -> bool:
    """Nobody else took a place meanwhile."""
    given = Counter(one.place for one in standings if one.place is not None)
    return all(count <= places.get(place, 0) for place, count in given.items())


def _outcome(standing: KeptStanding) -> ApplicationStatus:
    if standing.place is not None:
        return ApplicationStatus.PLACED
    return ApplicationStatus.RESERVE if standing.reserve else ApplicationStatus.NOT_PLACED


def _placements(
    standings: Sequence[KeptStanding], applications: Mapping[UUID, Application], reply_by: date
) -> Iterator[Placement]:
    for standing in standings:
        application = applications[standing.application_id]
        if standing.place is not None:
            yield new_placement(application, standing.place, reply_by)
        for condition_id in standing.reserve:
            yield new_placement(application, condition_id, None)
