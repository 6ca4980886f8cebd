"""The office closes a course: who attended enough has completed it, and everybody is told by events."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.events.application.published import course_closed, course_completed, each
from services.events.application.work import Work
from services.events.domain import attendance
from services.events.domain.gathering import Gathering


async def close_course(event_id: UUID, expected_version: int | None, work: Work, now: datetime) -> Gathering:
    """Raises: NotFound and what :func:`services.events.domain.attendance.close_course` raises."""
    gathering = await work.gatherings.lock(event_id)
    registrations = await work.registrations.at(event_id)
    after, completed = attendance.close_course(gathering, registrations, now, expected_version)
    await work.registrations.save(each(completed, course_completed))
    await work.gatherings.save(after, publishes=course_closed(after))
    return after
