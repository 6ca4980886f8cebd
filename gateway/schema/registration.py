"""Registration: somebody's place at an event, or in its waiting list. Reads registration_view."""

from datetime import datetime
from decimal import Decimal

import strawberry

from contracts.vocabulary import EventKind, LanguageLevel, RegistrationStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import EventRef, PersonRef


@strawberry.type(description="What somebody completed.")
class Completion:
    kind: EventKind = strawberry.field(description="Language course or orientation")
    level: LanguageLevel | None = strawberry.field(description="The course's level")
    completed_at: datetime = strawberry.field(description="When that was said")


@strawberry.type(description="An invitation to an event and what came of it.")
class Registration(Node):
    status: RegistrationStatus = strawberry.field(description="Invited, registered, waiting or cancelled")
    place_in_line: int | None = strawberry.field(description="Number in the order of waiting")
    check_in_code: str | None = strawberry.field(
        description="What the QR code at the door says; opens for who has a place. The person and the office"
    )
    checked_in_at: datetime | None = strawberry.field(
        description="When the person came. Their certificate is at /v1/documents/ID once it is over"
    )
    rating: int | None = strawberry.field(
        description="What the person said of it, 1 to 5. The person and the office"
    )
    hours: Decimal | None = strawberry.field(
        description="Of volunteering, once the office has confirmed them"
    )
    faculty: str | None = strawberry.field(description="Faculty code")
    placement: LanguageLevel | None = strawberry.field(description="What the placement test gave")
    attended: list[int] = strawberry.field(description="Sessions of the course, by number")
    completion: Completion | None = strawberry.field(
        description="Of a closed course; null for who did not complete it"
    )
    event: EventRef | None = related("Event", key="event_id", description="For what")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Who")


@strawberry.input(description="Registrations that match every given field.")
class RegistrationFilter:
    event_id: strawberry.ID | None = strawberry.field(default=None, description="For this event")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    status: RegistrationStatus | None = strawberry.field(default=None, description="In this state")


RegistrationOrder = order_of("Registration", created=("id",))


@strawberry.type
class RegistrationQueries:
    registrations: Connection[Registration] = listing(
        Listing("Registration"),
        "Registrations, oldest first",
        filter=among(RegistrationFilter, "Only registrations that match"),
        order_by=by(RegistrationOrder),
    )
    registration: Registration | None = single("Registration", "One registration")
