"""What the service does because its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.timetable import Entry, in_one_transaction
from services.events.adapters.work import EventsWork
from services.events.application.count_reach import tell_reach
from services.events.application.move_announcement import move_announcement_on

REACH_TOLD_SECONDS = 10.0


async def _due_announcements(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.announcements.due(now, limit)


async def _untold_reach(work: EventsWork, now: datetime, limit: int) -> Sequence[UUID]:
    return await work.reach.untold(limit)


ANNOUNCEMENTS = Entry[EventsWork](
    "announcements", _due_announcements, in_one_transaction(move_announcement_on)
)
REACH = Entry[EventsWork](
    "announcement-reach", _untold_reach, in_one_transaction(tell_reach), seconds=REACH_TOLD_SECONDS
)

TIMETABLE = (ANNOUNCEMENTS, REACH)
