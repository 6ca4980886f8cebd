"""An announcement goes on: scheduled or withdrawn by the office, out or over by the clock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.vocabulary import AnnouncementStatus as Status
from services.events.application.announced import counted, moved
from services.events.application.work import Work
from services.events.domain.announcement import Announcement, move_on, schedule, withdraw
from services.events.domain.reach import Reach


async def schedule_announcement(
    announcement_id: UUID, expected_version: int | None, work: Work, now: datetime
) -> Announcement:
    """Raises: NotFound, StaleVersion and what :func:`services.events.domain.announcement.schedule` raises."""
    announcement = await work.announcements.lock(announcement_id)
    announcement.require_version(expected_version)
    return await _save(schedule(announcement, now), work)


async def withdraw_announcement(
    announcement_id: UUID, expected_version: int | None, work: Work, now: datetime
) -> Announcement:
    """Raises: NotFound, StaleVersion, AnnouncementIsWithdrawn."""
    announcement = await work.announcements.lock(announcement_id)
    announcement.require_version(expected_version)
    return await _save(withdraw(announcement, now), work)


async def move_announcement_on(announcement_id: UUID, work: Work, now: datetime) -> None:
    """Its time has come, or is over. Whoever was quicker has left nothing to do."""
    after = move_on(await work.announcements.lock(announcement_id), now)
    if after is not None:
        await _save(after, work)


async def _save(after: Announcement, work: Work) -> Announcement:
    await work.announcements.save(after, publishes=moved(after))
    if after.status is Status.PUBLISHED:
        reach = Reach(after.id)
        await work.reach.add(reach, publishes=counted(reach))
    return after
