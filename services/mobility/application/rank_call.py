"""The office ranks a call: final scores, one order, and who would get which place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.mobility import ApplicationRanked, CallRanked
from services.mobility.application.free_places import free_places
from services.mobility.application.published_language import application_state, call_state
from services.mobility.application.scored import scored_applications
from services.mobility.application.work import Work
from services.mobility.domain.application import LIVE, Application, standing
from services.mobility.domain.call import Call, ranked
from services.mobility.domain.ranking import Standing, candidate_of, ranking
from services.mobility.domain.rule_book import RuleBook


async def rank_call(call_id: UUID, work: Work, rules: RuleBook, now: datetime, *, by: str) -> Call:
    """May be repeated until the lists are public; the same input gives the identical ranking.

    Raises: CallStillOpen, CallHasLists.
    """
    before = await work.calls.lock(call_id)
    places = await free_places(before, work)
    call = ranked(before, places, by, now)
    locked = [one for one in await work.applications.lock_all(call_id) if one.status in LIVE]
    scored = await scored_applications(locked, call, work, rules)
    candidates = [candidate_of(one, call, rules.cgpa_anchors) for one in scored]
    await _keep(call, ranking(candidates, places, call.settings), scored, work)
    await work.calls.save(call, CallRanked(state=call_state(call)))
    return call


async def _keep(call: Call, standings: Sequence[Standing], scored: Sequence[Application], work: Work) -> None:
    by_id = {one.id: one for one in scored}
    in_order = [standing(by_id[one.candidate.application_id], one.rank) for one in standings]
    await work.applications.save_all(
        (one, ApplicationRanked(state=application_state(one))) for one in in_order
    )
    await work.rankings.replace(call.id, standings, {one.id: one for one in in_order})
