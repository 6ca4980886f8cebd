"""Volunteer: whose hours of volunteering were confirmed. Reads volunteer_view."""

from decimal import Decimal

import strawberry

from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import PersonRef


@strawberry.type(description="Somebody who volunteered, and for how long in all.")
class Volunteer(Node):
    hours: Decimal = strawberry.field(description="As the office confirmed, over all activities")
    activities: int = strawberry.field(description="How many gave any")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Who")


@strawberry.input(description="Volunteers who match every given field.")
class VolunteerFilter:
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")


VolunteerOrder = order_of("Volunteer", created=("id",), hours=("hours", "id"))


@strawberry.type
class VolunteerQueries:
    volunteers: Connection[Volunteer] = listing(
        Listing("Volunteer"),
        "Volunteers with their confirmed hours: oneself; of a faculty; the office's all",
        filter=among(VolunteerFilter, "Only volunteers who match"),
        order_by=by(VolunteerOrder),
    )
    volunteer: Volunteer | None = single("Volunteer", "One volunteer")
