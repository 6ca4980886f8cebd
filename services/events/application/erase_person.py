"""A person is forgotten: their registrations go, and their places go to the first in line.

The erasure itself is remembered as a digest, because a mobility of the person may still be on its way on
another topic.
"""

from __future__ import annotations

from datetime import datetime

from contracts.events import RegistrationErased
from contracts.mobility import PersonErased
from services.events.application.published import each, moved_up, places_changed
from services.events.application.work import Work
from services.events.domain import places
from services.events.domain.registration import Registration


async def erase_person(event: PersonErased, work: Work, now: datetime) -> None:
    await work.erasures.hold_person(event.key)
    await work.erasures.record(event.key)
    await work.goers.forget(event.key)
    registrations = sorted(await work.registrations.of_person(event.key), key=lambda one: one.event_id)
    for registration in registrations:
        await _erase(registration, work, now)
    await work.erasures.note(event.key, len(registrations))
    await work.erasures.forget_mentions(event.key, *(one.id for one in registrations))


async def _erase(found: Registration, work: Work, now: datetime) -> None:
    gathering = await work.gatherings.lock(found.event_id)
    registration = await work.registrations.get(found.id)
    line = await work.registrations.line(gathering.id, 1)
    after, up = places.release(gathering, registration, line, now)
    await work.registrations.erase(
        registration, publishes=RegistrationErased(key=registration.id, sequence=registration.version + 1)
    )
    await work.registrations.save(each(up, moved_up))
    if after != gathering:
        await work.gatherings.save(after, publishes=places_changed(after))
