"""What the service does because its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.clock import academic_date
from chassis.timetable import Entry, in_one_transaction
from services.events.adapters.post import SmtpPost
from services.events.adapters.work import EventsWork
from services.events.application.close_opportunity import close_opportunity
from services.events.application.count_reach import tell_reach
from services.events.application.follow_deadlines import remind
from services.events.application.keep_guests import forget_guests_of_old
from services.events.application.move_announcement import move_announcement_on
from services.events.application.tell_people import tell_of_opportunity, tell_person
from services.events.domain.guests import ended_before
from services.events.entrypoints.sending import SendMail
from services.events.settings import PostSettings, VisitSettings

REACH_TOLD_SECONDS = 10.0
GUESTS_LOOKED_AT_SECONDS = 60.0
POST = SmtpPost(PostSettings())


async def _due_announcements(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.announcements.due(now, limit)


async def _untold_reach(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.reach.untold(limit)


async def _over_opportunities(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.opportunities.over(now, limit)


async def _untold_opportunities(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.opportunities.untold(limit)


async def _untold_people(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.interests.untold(limit)


async def _due_reminders(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.reminders.due(now, limit)


async def _guests_of_old(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    ended = ended_before(academic_date(now), VisitSettings().guests_kept_days)
    return await work.guests.of_visits_before(ended, limit)


async def _due_mails(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.mails.due(now, limit) if POST.is_open else ()


ANNOUNCEMENTS = Entry[EventsWork](
    "announcements", _due_announcements, in_one_transaction(move_announcement_on)
)
REACH = Entry[EventsWork](
    "announcement-reach", _untold_reach, in_one_transaction(tell_reach), seconds=REACH_TOLD_SECONDS
)
DEADLINES = Entry[EventsWork](
    "opportunity-deadlines", _over_opportunities, in_one_transaction(close_opportunity)
)
OPPORTUNITIES = Entry[EventsWork](
    "opportunities", _untold_opportunities, in_one_transaction(tell_of_opportunity)
)
PEOPLE = Entry[EventsWork]("interests", _untold_people, in_one_transaction(tell_person))
MAILS = Entry[EventsWork]("mails", _due_mails, SendMail(POST))
REMINDERS = Entry[EventsWork]("reminders", _due_reminders, in_one_transaction(remind))
GUESTS = Entry[EventsWork](
    "visit-guests", _guests_of_old, in_one_transaction(forget_guests_of_old), seconds=GUESTS_LOOKED_AT_SECONDS
)

TIMETABLE = (ANNOUNCEMENTS, REACH, DEADLINES, OPPORTUNITIES, PEOPLE, MAILS, REMINDERS, GUESTS)
