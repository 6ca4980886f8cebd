"""The office gives a language course or an orientation its sessions, and says how many must be attended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.events.application.published import course_planned
from services.events.application.work import Work
from services.events.domain import attendance
from services.events.domain.course import Course
from services.events.domain.gathering import Gathering


async def plan_course(
    event_id: UUID, course: Course, expected_version: int | None, work: Work, now: datetime
) -> Gathering:
    """Raises: NotFound and what :func:`services.events.domain.attendance.plan_course` raises."""
    gathering = await work.gatherings.lock(event_id)
    after = attendance.plan_course(gathering, course, now, expected_version)
    await work.gatherings.save(after, publishes=course_planned(after))
    return after
