"""The office gives an event more places, or fewer: more let the waiting list move up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.events.application.published import each, moved_up, places_changed
from services.events.application.work import Work
from services.events.domain import places
from services.events.domain.gathering import Gathering


async def change_capacity(
    event_id: UUID, capacity: int, expected_version: int | None, work: Work, now: datetime
) -> Gathering:
    """Raises: NotFound and what :func:`services.events.domain.places.change_capacity` raises."""
    gathering = await work.gatherings.lock(event_id)
    line = await work.registrations.line(event_id, max(0, capacity - gathering.registered))
    after, up = places.change_capacity(gathering, capacity, line, now, expected_version)
    await work.registrations.save(each(up, moved_up))
    await work.gatherings.save(after, publishes=places_changed(after))
    return after
