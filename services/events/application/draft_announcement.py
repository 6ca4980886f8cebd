"""The office writes an announcement; nobody else sees it yet."""

from __future__ import annotations

from datetime import datetime

from chassis.ids import new_id
from services.events.application.announced import drafted
from services.events.application.work import Work
from services.events.domain.announcement import Announcement, Content, draft


async def draft_announcement(content: Content, work: Work, now: datetime) -> Announcement:
    """Raises: what :func:`services.events.domain.announcement.draft` raises."""
    announcement = draft(new_id(), content, now)
    await work.announcements.add(announcement, publishes=drafted(announcement))
    return announcement
