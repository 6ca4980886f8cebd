"""The office checks people in by the code they show; afterwards those who came say how it was."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.clock import ISTANBUL
from chassis.identity.access import Sight
from chassis.refusal import NotFound
from services.events.application.published import checked_in, places_changed, rated
from services.events.application.work import Work
from services.events.domain import presence
from services.events.domain.check_in_code import as_read
from services.events.domain.presence import CheckInCodeUnknown, Opinion
from services.events.domain.registration import Registration


async def check_in(event_id: UUID, code: str, work: Work, now: datetime) -> Registration:
    """Raises: NotFound, CheckInCodeUnknown, also for another event's code, and what the rule raises."""
    gathering = await work.gatherings.lock(event_id)
    present = await work.registrations.with_code(as_read(code))
    if present is None or present.event_id != event_id:
        raise CheckInCodeUnknown
    after, came = presence.check_in(gathering, present, now, ISTANBUL)
    await work.registrations.save([(came, checked_in(came))])
    await work.gatherings.save(after, publishes=places_changed(after))
    return came


async def rate_event(
    registration_id: UUID, opinion: Opinion, sight: Sight, work: Work, now: datetime
) -> Registration:
    """Raises: NotFound, also for what the caller may not know of, and what the rule raises."""
    found = await work.registrations.get(registration_id)
    sight.require(NotFound(what="registration"), person_id=found.person_id)
    gathering = await work.gatherings.lock(found.event_id)
    present = await work.registrations.get(registration_id)
    after, said = presence.rate(gathering, present, opinion, now)
    await work.registrations.save([(said, rated(said))])
    await work.gatherings.save(after, publishes=places_changed(after))
    return said
