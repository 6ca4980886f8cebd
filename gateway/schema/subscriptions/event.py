"""eventPlacesChanged: places of an event taken, given back or added."""

from collections.abc import AsyncGenerator
from typing import Annotated, cast

import strawberry

from gateway.schema.event import Event, EventFilter
from gateway.schema.node import Ask
from gateway.schema.subscriptions.watching import AfterChange, changed_objects, matching, only, told

Only = Annotated[strawberry.ID | None, strawberry.argument(description="Only the event with this node id")]
Filter = Annotated[EventFilter | None, strawberry.argument(description="Only events that match")]


@strawberry.type(description="An event whose places are not what they were.")
class EventPlacesChange:
    cursor: str = strawberry.field(description="Pass it as `after` to be told everything since")
    event: Event = strawberry.field(description="As the caller may see it now")


@strawberry.type
class EventSubscriptions:
    @strawberry.subscription(
        description="Events whose places are taken or freed, or that are changed themselves"
    )
    async def event_places_changed(
        self, info: Ask, *, id: Only = None, filter: Filter = None, after: AfterChange = None
    ) -> AsyncGenerator[EventPlacesChange, None]:
        conditions = matching(info, "Event", filter)
        async for change, row in changed_objects(info, conditions, after, only("Event", id)):
            yield cast(EventPlacesChange, told(change, event=row))
