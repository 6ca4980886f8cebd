"""What the office announces, from draft to withdrawal, and how often it is read."""

from __future__ import annotations

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, State, Text
from contracts.vocabulary import AnnouncementStatus, Audience


class Announcement(State):
    """One announcement in two languages. ``begins_at``, ``ends_at`` and ``venue``: of what it invites to."""

    title: Text
    body: Text
    audience: Audience
    publish_at: Instant = Field(description="When it is to come out")
    until: Instant | None = Field(default=None, description="When the clock withdraws it")
    begins_at: Instant | None = None
    ends_at: Instant | None = None
    venue: str | None = None
    status: AnnouncementStatus
    published_at: Instant | None = Field(default=None, description="When it came out")
    changed_at: Instant = Field(description="When it was last written or moved on")


class AnnouncementEvent(Event):
    TOPIC = topics.ANNOUNCEMENT
    state: Announcement


class AnnouncementDrafted(AnnouncementEvent):
    TYPE = "kervan.events.announcement-drafted.v1"


class AnnouncementEdited(AnnouncementEvent):
    """Other words or times; one that was scheduled is a draft again."""

    TYPE = "kervan.events.announcement-edited.v1"


class AnnouncementScheduled(AnnouncementEvent):
    TYPE = "kervan.events.announcement-scheduled.v1"


class AnnouncementPublished(AnnouncementEvent):
    """It is out: at once, or because its time had come."""

    TYPE = "kervan.events.announcement-published.v1"


class AnnouncementWithdrawn(AnnouncementEvent):
    """By the office, or because its time was over."""

    TYPE = "kervan.events.announcement-withdrawn.v1"


class AnnouncementRepublished(AnnouncementEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.announcement-republished.v1"


class AnnouncementReach(State):
    """How often the announcement with the same id was opened, by the way that led there."""

    page: int = Field(ge=0, description="Its page, from a list, a link or a search")
    feed: int = Field(ge=0, description="Its page, from an RSS or Atom feed")
    poster: int = Field(ge=0, description="Its page, from the QR code of its poster")
    mail: int = Field(ge=0, description="Its page, from a mail")
    calendar: int = Field(ge=0, description="Its date, taken into a calendar")


class AnnouncementReachEvent(Event):
    TOPIC = topics.ANNOUNCEMENT_REACH
    state: AnnouncementReach


class AnnouncementReachCounted(AnnouncementReachEvent):
    """The counts of this moment; they are told now and then, not at every reading."""

    TYPE = "kervan.events.announcement-reach-counted.v1"


class AnnouncementReachRepublished(AnnouncementReachEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.announcement-reach-republished.v1"
