"""Somebody does not come: their place goes to the first in line."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.identity.access import Sight
from chassis.refusal import NotFound
from services.events.application.published import cancelled, each, moved_up, places_changed
from services.events.application.work import Work
from services.events.domain import places
from services.events.domain.gathering import Gathering
from services.events.domain.registration import Registration


async def cancel_registration(
    registration_id: UUID, sight: Sight, expected_version: int | None, work: Work, now: datetime
) -> Registration:
    """Raises: NotFound, also of what the caller may not know; StaleVersion, AlreadyCancelled, Attended."""
    found = await work.registrations.get(registration_id)
    sight.require(NotFound(what="registration"), person_id=found.person_id)
    gathering = await work.gatherings.lock(found.event_id)
    present = await work.registrations.get(registration_id)
    present.require_version(expected_version)
    return await call_off(gathering, present, work, now)


async def call_off(
    gathering: Gathering, registration: Registration, work: Work, now: datetime
) -> Registration:
    """Cancel under the gathering's lock, and let the first in line up. Raises: AlreadyCancelled."""
    line = await work.registrations.line(gathering.id, 1)
    after, off, up = places.cancel(gathering, registration, line, now)
    await work.registrations.save([(off, cancelled(off)), *each(up, moved_up)])
    if after != gathering:
        await work.gatherings.save(after, publishes=places_changed(after))
    return off
