"""The present state of everything, for sending it again (``republish``)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from contracts import mobility as published
from contracts.event import Event
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.published_language import (
    application_state,
    call_state,
    mobility_state,
    person_state,
    placement_state,
)


async def people(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.people.following(after, limit)
    return [published.PersonRepublished(state=person_state(one)) for one in found]


async def calls(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.calls.following(after, limit)
    return [published.CallRepublished(state=call_state(one)) for one in found]


async def applications(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.applications.following(after, limit)
    return [published.ApplicationRepublished(state=application_state(one)) for one in found]


async def placements(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.placements.following(after, limit)
    return [published.PlacementRepublished(state=placement_state(one)) for one in found]


async def mobilities(work: MobilityWork, after: UUID | None, limit: int) -> Sequence[Event]:
    found = await work.mobilities.following(after, limit)
    return [published.MobilityRepublished(state=mobility_state(one)) for one in found]
