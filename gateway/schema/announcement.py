"""Announcement: what the office tells people, in two languages. Reads announcement_view."""

from datetime import datetime

import strawberry

from contracts.vocabulary import AnnouncementStatus, Audience
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node
from gateway.schema.ordering import order_of
from gateway.schema.values import LocalizedText


@strawberry.type(description="How often an announcement was opened, by the way that led there; not by whom.")
class AnnouncementReach:
    page: int = strawberry.field(description="From a list, a link or a search")
    feed: int = strawberry.field(description="From an RSS or Atom feed")
    poster: int = strawberry.field(description="From the QR code of its poster")
    mail: int = strawberry.field(description="From a mail")
    calendar: int = strawberry.field(description="Its date, taken into a calendar")


@strawberry.type(description="What the office announces. Others see it while it is out and meant for them.")
class Announcement(Node):
    title: LocalizedText = strawberry.field(description="Its title")
    body: LocalizedText = strawberry.field(description="Its text; an empty line parts paragraphs")
    audience: Audience = strawberry.field(description="For whom it is")
    status: AnnouncementStatus = strawberry.field(description="Where it stands")
    publish_at: datetime = strawberry.field(description="When it comes out, or was to come out")
    until: datetime | None = strawberry.field(description="When it is withdrawn by itself")
    begins_at: datetime | None = strawberry.field(description="When what is announced begins")
    ends_at: datetime | None = strawberry.field(description="When it ends")
    venue: str | None = strawberry.field(description="Where it is")
    published_at: datetime | None = strawberry.field(description="When the announcement came out")
    changed_at: datetime = strawberry.field(description="When it was last written or moved on")
    reach: AnnouncementReach | None = strawberry.field(description="How often it was opened. Office")


@strawberry.input(description="Announcements that match every given field.")
class AnnouncementFilter:
    status: AnnouncementStatus | None = strawberry.field(default=None, description="In this state")
    audience: Audience | None = strawberry.field(default=None, description="For these people")


AnnouncementOrder = order_of("Announcement", publish=("publish_at", "id"), created=("id",))


@strawberry.type
class AnnouncementQueries:
    announcements: Connection[Announcement] = listing(
        Listing("Announcement"),
        "Announcements by when they come out",
        filter=among(AnnouncementFilter, "Only announcements that match"),
        order_by=by(AnnouncementOrder),
    )
    announcement: Announcement | None = single("Announcement", "One announcement")
