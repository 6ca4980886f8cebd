"""Which places of a call nobody holds, over all calls of its academic year."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from services.mobility.application.work import Work
from services.mobility.domain.call import Call, places_of


async def free_places(call: Call, work: Work) -> dict[UUID, int]:
    """Free places by condition; the agreements stay locked, so that two calls never give one place twice."""
    agreements = await work.agreements.lock_many(call.agreement_ids)
    return await places_left(call, places_of(call, list(agreements.values())), work)


async def places_left(call: Call, places: Mapping[UUID, int], work: Work) -> dict[UUID, int]:
    """What is left of so many places a year, by condition; below zero where more are held than there are."""
    taken = await work.placements.taken(places.keys(), call.academic_year)
    return {condition: places[condition] - taken.get(condition, 0) for condition in places}
