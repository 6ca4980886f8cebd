"""Registration: somebody's place at an event, or in its waiting list. Reads registration_view."""

from typing import Annotated

import strawberry

from contracts.vocabulary import RegistrationStatus
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, related
from gateway.schema.reads import matches, object_of, page_of
from gateway.schema.refs import EventRef, PersonRef


@strawberry.type(description="An invitation to an event and what came of it.")
class Registration(Node):
    status: RegistrationStatus = strawberry.field(description="Invited, registered, waiting or cancelled")
    place_in_line: int | None = strawberry.field(description="Number in the order of waiting")
    faculty: str | None = strawberry.field(description="Faculty code")
    event: EventRef | None = related("Event", key="event_id", description="For what")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Who")


@strawberry.input(description="Registrations that match every given field.")
class RegistrationFilter:
    event_id: strawberry.ID | None = strawberry.field(default=None, description="For this event")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    status: RegistrationStatus | None = strawberry.field(default=None, description="In this state")


Filter = Annotated[
    RegistrationFilter | None, strawberry.argument(description="Only registrations that match")
]


@strawberry.type
class RegistrationQueries:
    @strawberry.field(description="Registrations, oldest first")
    async def registrations(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Registration]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, Registration, page, *matches(info, Registration, filter))

    @strawberry.field(description="One registration")
    async def registration(self, info: Ask, id: Id) -> Registration | None:
        return await object_of(info, Registration, id)
