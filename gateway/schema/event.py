"""Event: an orientation, fair, course or visit. Reads event_view."""

from datetime import datetime
from typing import Annotated

import strawberry

from contracts.vocabulary import EventKind, EventStatus
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, children, related
from gateway.schema.reads import matches, object_of, page_of
from gateway.schema.refs import CallRef, RegistrationRef
from gateway.schema.values import LocalizedText


@strawberry.type(description="Something the office holds, with a limited number of places.")
class Event(Node):
    kind: EventKind = strawberry.field(description="What sort")
    title: LocalizedText = strawberry.field(description="Its title")
    begins_at: datetime = strawberry.field(description="Begin")
    ends_at: datetime = strawberry.field(description="End")
    venue: str = strawberry.field(description="Where")
    capacity: int = strawberry.field(description="Places")
    registered: int = strawberry.field(description="Places taken")
    waiting: int = strawberry.field(description="Waiting for a place")
    status: EventStatus = strawberry.field(description="Whether it takes place")
    call: CallRef | None = related("Call", key="call_id", description="For those of this call")
    registrations: Connection[RegistrationRef] = children(
        "Registration", key="event_id", description="Who is invited or comes, those the caller may see"
    )


@strawberry.input(description="Events that match every given field.")
class EventFilter:
    kind: EventKind | None = strawberry.field(default=None, description="Of this sort")
    status: EventStatus | None = strawberry.field(default=None, description="In this state")
    call_id: strawberry.ID | None = strawberry.field(default=None, description="For this call")


Filter = Annotated[EventFilter | None, strawberry.argument(description="Only events that match")]


@strawberry.type
class EventQueries:
    @strawberry.field(description="Events by their begin")
    async def events(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Event]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, Event, page, *matches(info, Event, filter))

    @strawberry.field(description="One event")
    async def event(self, info: Ask, id: Id) -> Event | None:
        return await object_of(info, Event, id)
