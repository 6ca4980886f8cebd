"""A person is forgotten: registrations, interests, consents, address and mails go; places go to the next.

The erasure itself is remembered as a digest, because a mobility of the person may still be on its way on
another topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.events import RegistrationErased
from contracts.mobility import PersonErased
from contracts.opportunities import InterestErased
from contracts.reminders import ReminderErased
from services.events.application import event_planned, pipelined, visited
from services.events.application.published import each, moved_up, places_changed
from services.events.application.work import Work
from services.events.domain import event_plan as plans
from services.events.domain import places
from services.events.domain import project as projects
from services.events.domain import visit as visits
from services.events.domain.interest import Interest
from services.events.domain.registration import Registration
from services.events.domain.reminder import Reminder


async def erase_person(event: PersonErased, work: Work, now: datetime) -> None:
    await work.erasures.hold_person(event.key)
    await work.erasures.record(event.key)
    await work.goers.forget(event.key)
    registrations = sorted(await work.registrations.of_person(event.key), key=lambda one: one.event_id)
    for registration in registrations:
        await _erase(registration, work, now)
    interest = await _erase_interest(event.key, work)
    await _leave_visits(event.key, work)
    await _leave_projects(event.key, work)
    await _leave_event_plans(event.key, work)
    await work.erasures.note(event.key, len(registrations))
    reminders = await _erase_reminders(event.key, work)
    gone = [one.id for one in (*registrations, interest, *reminders) if one is not None]
    await work.erasures.forget_mentions(event.key, *gone)


async def _erase_interest(person_id: UUID, work: Work) -> Interest | None:
    """Consents and mails hang on it and go with it."""
    await work.recipients.forget(person_id)
    interest = await work.interests.lock_of(person_id)
    if interest is not None:
        gone = InterestErased(key=interest.id, sequence=interest.version + 1)
        await work.interests.erase(interest, publishes=gone)
    return interest


async def _leave_visits(person_id: UUID, work: Work) -> None:
    for visit in await work.visits.lock_of_person(person_id):
        after = visits.without(visit, person_id)
        await work.visits.save(after, publishes=visited.changed(after))


async def _leave_projects(person_id: UUID, work: Work) -> None:
    for project in await work.projects.lock_of_person(person_id):
        after = projects.without(project, person_id)
        await work.projects.save(after, publishes=pipelined.changed(after))


async def _leave_event_plans(person_id: UUID, work: Work) -> None:
    for plan in await work.event_plans.lock_of_person(person_id):
        after = plans.without(plan, person_id)
        await work.event_plans.save(after, publishes=event_planned.changed(after))


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


async def _erase_reminders(person_id: UUID, work: Work) -> Sequence[Reminder]:
    reminders = await work.reminders.of_person(person_id)
    for reminder in reminders:
        gone = ReminderErased(key=reminder.id, sequence=reminder.version + 1)
        await work.reminders.erase(reminder, publishes=gone)
    return reminders
