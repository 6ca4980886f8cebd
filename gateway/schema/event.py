"""Event: an orientation, fair, course or visit. Reads event_view."""

from datetime import datetime
from decimal import Decimal

import strawberry

from contracts.vocabulary import EventKind, EventStatus, LanguageLevel
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import CallRef, RegistrationRef
from gateway.schema.values import LocalizedText


@strawberry.type(description="A session of a course; its number is its place in the list, from 1.")
class CourseSession:
    begins_at: datetime = strawberry.field(description="Begin")
    ends_at: datetime = strawberry.field(description="End")
    present: int | None = strawberry.field(
        description="How many were there; null while no attendance is recorded"
    )


@strawberry.type(description="What makes an event a course: its sessions and how many one must attend.")
class Course:
    level: LanguageLevel | None = strawberry.field(description="Of a language course")
    sessions: list[CourseSession] = strawberry.field(description="In order of time")
    attendance_percent_min: int = strawberry.field(description="Of the sessions, to complete")
    closed_at: datetime | None = strawberry.field(description="When it was said who completed")


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
    attended: int = strawberry.field(description="Of those with a place, who checked in")
    no_show: int = strawberry.field(description="Of those with a place, who did not; final once it is over")
    rated: int = strawberry.field(description="Of those who attended, who said how it was")
    rating_mean: Decimal | None = strawberry.field(description="What they said, 1 to 5, in the mean")
    status: EventStatus = strawberry.field(description="Whether it takes place")
    course: Course | None = strawberry.field(description="Of a language course or an orientation")
    hours: Decimal | None = strawberry.field(
        description="What it asks of a volunteer, where its places are for volunteers"
    )
    confirmed_hours: Decimal = strawberry.field(description="What its volunteers gave together")
    volunteering: bool = strawberry.field(description="Whether its places are for volunteers")
    call: CallRef | None = related("Call", key="call_id", description="For those of this call")
    registrations: Connection[RegistrationRef] = children(
        "Registration", key="event_id", description="Who is invited or comes, those the caller may see"
    )


@strawberry.input(description="Events that match every given field.")
class EventFilter:
    kind: EventKind | None = strawberry.field(default=None, description="Of this sort")
    status: EventStatus | None = strawberry.field(default=None, description="In this state")
    call_id: strawberry.ID | None = strawberry.field(default=None, description="For this call")
    volunteering: bool | None = strawberry.field(
        default=None, description="Whose places are for volunteers, or all others"
    )


EventOrder = order_of("Event", begin=("begins_at", "id"), created=("id",))


@strawberry.type
class EventQueries:
    events: Connection[Event] = listing(
        Listing("Event"),
        "Events by their begin",
        filter=among(EventFilter, "Only events that match"),
        order_by=by(EventOrder),
    )
    event: Event | None = single("Event", "One event")
