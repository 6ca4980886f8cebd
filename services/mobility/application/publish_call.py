"""The lists become public: the main list gets its offers, the others their turn in the reserve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from chassis.batches import in_batches
from chassis.ids import new_id
from contracts.mobility import ApplicationDecided, CallPublished
from contracts.vocabulary import ApplicationStatus, PlacementList, PlacementStatus
from services.mobility.application.free_places import free_places
from services.mobility.application.placement_events import placement_event
from services.mobility.application.published_language import application_state, call_state
from services.mobility.application.work import KeptStanding, Work
from services.mobility.domain.application import LIVE, Application, decided
from services.mobility.domain.call import Call, published
from services.mobility.domain.placement import Placement

AT_ONCE = 1_000
"""A call of 20,000 applications has 90,000 events: they are not all held at the same time."""


async def publish_call(call_id: UUID, work: Work, today: date) -> Call:
    """Raises: CallNotRanked when an application or a place changed since the ranking, CallHasLists."""
    before = await work.calls.lock(call_id)
    places = await free_places(before, work)
    applications = {one.id: one for one in await work.applications.lock_all(call_id)}
    standings = await work.rankings.of_call(call_id)
    current = _is_current(standings, applications) and _fits(standings, places)
    call = published(before, ranking_is_current=current)
    reply_by = today + timedelta(days=call.settings.reply_days)
    for placements in in_batches(_placements(standings, applications, reply_by), AT_ONCE):
        await work.placements.add_all([(one, placement_event(one)) for one in placements])
    for some in in_batches(standings, AT_ONCE):
        outcomes = [decided(applications[one.application_id], _outcome(one)) for one in some]
        await work.applications.save_all(
            [(one, ApplicationDecided(state=application_state(one))) for one in outcomes]
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
            yield _placement(application, standing.place, reply_by)
        for condition_id in standing.reserve:
            yield _placement(application, condition_id, None)


def _placement(application: Application, condition_id: UUID, reply_by: date | None) -> Placement:
    """An offer, or without ``reply_by`` a turn in the reserve."""
    wish = next(one for one in application.preferences if one.condition_id == condition_id)
    offered = reply_by is not None
    assert application.rank is not None
    assert application.score is not None
    return Placement(
        id=new_id(),
        version=1,
        call_id=application.call_id,
        application_id=application.id,
        person_id=application.person_id,
        faculty=application.faculty,
        agreement_id=wish.agreement_id,
        condition_id=condition_id,
        partner_id=wish.partner_id,
        list=PlacementList.MAIN if offered else PlacementList.RESERVE,
        rank=application.rank,
        score=application.score,
        status=PlacementStatus.OFFERED if offered else PlacementStatus.RESERVE,
        reply_by=reply_by,
    )
