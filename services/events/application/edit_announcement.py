"""The office writes an announcement anew; what is out is corrected where it stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.events.application.announced import edited
from services.events.application.work import Work
from services.events.domain.announcement import Announcement, Content, edit


async def edit_announcement(
    announcement_id: UUID, content: Content, expected_version: int | None, work: Work, now: datetime
) -> Announcement:
    """Raises: NotFound, StaleVersion and what :func:`services.events.domain.announcement.edit` raises."""
    announcement = await work.announcements.lock(announcement_id)
    announcement.require_version(expected_version)
    after = edit(announcement, content, now)
    await work.announcements.save(after, publishes=edited(after))
    return after
