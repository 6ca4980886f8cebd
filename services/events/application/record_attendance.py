"""The office enters who was at a session of a course."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from services.events.application.published import attendance_recorded, each, session_held
from services.events.application.work import Work
from services.events.domain import attendance
from services.events.domain.gathering import Gathering


async def record_attendance(
    event_id: UUID, session: int, present: Set[UUID], work: Work, now: datetime
) -> Gathering:
    """``present``: registrations. Raises: NotFound and as the domain's ``record_attendance``."""
    gathering = await work.gatherings.lock(event_id)
    registrations = await work.registrations.at(event_id)
    after, changed = attendance.record_attendance(gathering, registrations, session, present, now)
    await work.registrations.save(each(changed, attendance_recorded))
    await work.gatherings.save(after, publishes=session_held(after))
    return after
