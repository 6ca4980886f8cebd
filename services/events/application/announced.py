"""Announcements and their reach in the published language."""

from __future__ import annotations

from contracts import announcements as told
from contracts.event import Text
from contracts.vocabulary import AnnouncementStatus as Status
from services.events.domain.announcement import Announcement
from services.events.domain.reach import Reach


def state_of(announcement: Announcement) -> told.Announcement:
    content, occasion = announcement.content, announcement.content.occasion
    return told.Announcement(
        id=announcement.id,
        version=announcement.version,
        title=Text(tr=content.title.tr, en=content.title.en),
        body=Text(tr=content.body.tr, en=content.body.en),
        audience=content.audience,
        publish_at=content.publish_at,
        until=content.until,
        begins_at=occasion and occasion.begins_at,
        ends_at=occasion and occasion.ends_at,
        venue=occasion and occasion.venue,
        status=announcement.status,
        published_at=announcement.published_at,
        changed_at=announcement.changed_at,
    )


def drafted(announcement: Announcement) -> told.AnnouncementEvent:
    return told.AnnouncementDrafted(state=state_of(announcement))


def edited(announcement: Announcement) -> told.AnnouncementEvent:
    return told.AnnouncementEdited(state=state_of(announcement))


MOVED: dict[Status, type[told.AnnouncementEvent]] = {
    Status.SCHEDULED: told.AnnouncementScheduled,
    Status.PUBLISHED: told.AnnouncementPublished,
    Status.WITHDRAWN: told.AnnouncementWithdrawn,
}


def moved(announcement: Announcement) -> told.AnnouncementEvent:
    """It has come into its present state."""
    return MOVED[announcement.status](state=state_of(announcement))


def reach_state(reach: Reach) -> told.AnnouncementReach:
    return told.AnnouncementReach(
        id=reach.id,
        version=reach.version,
        page=reach.page,
        feed=reach.feed,
        poster=reach.poster,
        mail=reach.mail,
        calendar=reach.calendar,
    )


def counted(reach: Reach) -> told.AnnouncementReachEvent:
    return told.AnnouncementReachCounted(state=reach_state(reach))
