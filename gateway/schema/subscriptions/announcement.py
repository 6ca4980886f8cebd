"""announcementChanged: an announcement that comes out, or is corrected while it is out."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry

from gateway.schema.announcement import Announcement, AnnouncementFilter
from gateway.schema.node import Ask
from gateway.schema.subscriptions.watching import AfterChange, changed_objects, matching, only, told

Only = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only the announcement with this node id")
]
Filter = Annotated[
    AnnouncementFilter | None, strawberry.argument(description="Only announcements that match")
]


@strawberry.type(description="An announcement of which something is new.")
class AnnouncementChange:
    cursor: str = strawberry.field(description="Pass it as `after` to be told everything since")
    announcement: Announcement = strawberry.field(description="As the caller may see it now")


@strawberry.type
class AnnouncementSubscriptions:
    @strawberry.subscription(
        description="Announcements that come out or change; the office is told of drafts and withdrawals too"
    )
    async def announcement_changed(
        self, info: Ask, *, id: Only = None, filter: Filter = None, after: AfterChange = None
    ) -> AsyncGenerator[AnnouncementChange, None]:
        conditions = matching(info, "Announcement", filter)
        async for change, row in changed_objects(info, conditions, after, only("Announcement", id)):
            yield cast(AnnouncementChange, told(change, announcement=row))
