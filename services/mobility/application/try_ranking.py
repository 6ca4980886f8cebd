"""What if: a call ranked as it is and as somebody supposes, both in memory; nothing is locked or saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.mobility.application.free_places import places_left
from services.mobility.application.scored import scored_applications
from services.mobility.application.work import Work
from services.mobility.domain.application import LIVE, Application
from services.mobility.domain.call import Call, places_of, require_no_lists
from services.mobility.domain.ranking import Standing, candidate_of, ranking
from services.mobility.domain.rule_book import RuleBook
from services.mobility.domain.what_if import (
    Supposition,
    WhatIf,
    compared,
    supposed_call,
    supposed_places,
    supposed_rules,
)


async def try_ranking(call_id: UUID, supposition: Supposition, work: Work, rules: RuleBook) -> WhatIf:
    """Also while the call is open: then it is of those who have applied by now.

    Raises: CallHasLists, PlaceNotOfCall, WeightNotOfCall.
    """
    call = await work.calls.get(call_id)
    require_no_lists(call)
    live = [one for one in await work.applications.of_call(call_id) if one.status in LIVE]
    places = places_of(call, list((await work.agreements.get_many(call.agreement_ids)).values()))
    free_now = await places_left(call, places, work)
    free_then = await places_left(call, supposed_places(places, supposition), work)
    now = await _lists(live, call, free_now, work, rules)
    then = await _lists(
        live, supposed_call(call, supposition), free_then, work, supposed_rules(rules, call, supposition)
    )
    return compared(now, then, free_now.values(), free_then.values())


async def _lists(
    live: Sequence[Application], call: Call, places: Mapping[UUID, int], work: Work, rules: RuleBook
) -> tuple[Standing, ...]:
    scored = await scored_applications(live, call, work, rules)
    candidates = [candidate_of(one, call, rules.cgpa_anchors) for one in scored]
    return ranking(candidates, places, call.settings)
