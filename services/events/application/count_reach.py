"""Somebody opened an announcement; now and then the counts are told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.events.application.announced import counted
from services.events.application.work import Work
from services.events.domain.announcement import Announcement
from services.events.domain.reach import Channel, add


async def open_announcement(announcement_id: UUID, channel: Channel, work: Work) -> Announcement:
    """What anybody may read, counted when there is something to read. Raises: NotFound."""
    announcement = await work.announcements.get(announcement_id)
    if announcement.is_public:
        await work.reach.note_opening(announcement_id, channel)
    return announcement


async def tell_reach(announcement_id: UUID, work: Work, now: datetime) -> None:
    """Also when it was withdrawn since. Whoever was quicker has left nothing to tell."""
    reach = await work.reach.lock(announcement_id)
    if opened := await work.reach.take_openings(announcement_id):
        after = add(reach, opened)
        await work.reach.save(after, publishes=counted(after))
