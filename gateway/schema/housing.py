"""HousingPlace and HousingBooking: beds, and who has them when. Read their views."""

from datetime import date

import strawberry

from contracts.vocabulary import BookingStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import HousingBookingRef, HousingPlaceRef, MobilityRef, PersonRef


@strawberry.type(description="One bed, and the days on which it can be had.")
class HousingPlace(Node):
    building: str = strawberry.field(description="Which house")
    room: str = strawberry.field(description="Which room")
    bed: str = strawberry.field(description="Which bed")
    available_from: date = strawberry.field(description="First day")
    available_until: date = strawberry.field(description="Last day")
    bookings: Connection[HousingBookingRef] = children(
        "HousingBooking", key="place_id", description="Who has it, those the caller may see"
    )


@strawberry.type(description="A stay's bed. No two bookings of a bed share a day.")
class HousingBooking(Node):
    faculty: str | None = strawberry.field(description="Faculty code")
    begins: date = strawberry.field(description="First day")
    ends: date = strawberry.field(description="Last day")
    status: BookingStatus = strawberry.field(description="Held or released")
    place: HousingPlaceRef | None = related("HousingPlace", key="place_id", description="Which bed")
    mobility: MobilityRef | None = related("Mobility", key="id", description="For which stay")
    person: PersonRef | None = related("Person", key="person_id", description="Whose")


@strawberry.input(description="Bookings that match every given field.")
class HousingBookingFilter:
    status: BookingStatus | None = strawberry.field(default=None, description="In this state")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    place_id: strawberry.ID | None = strawberry.field(default=None, description="Of this bed")


HousingPlaceOrder = order_of("HousingPlace", created=("id",), room=("building", "room", "bed", "id"))
HousingBookingOrder = order_of("HousingBooking", created=("id",), begins=("begins", "id"))


@strawberry.type
class HousingQueries:
    housing_places: Connection[HousingPlace] = listing(
        Listing("HousingPlace"), "Beds, oldest first", order_by=by(HousingPlaceOrder)
    )
    housing_place: HousingPlace | None = single("HousingPlace", "One bed")
    housing_bookings: Connection[HousingBooking] = listing(
        Listing("HousingBooking"),
        "Bookings of beds, oldest first",
        filter=among(HousingBookingFilter, "Only bookings that match"),
        order_by=by(HousingBookingOrder),
    )
    housing_booking: HousingBooking | None = single("HousingBooking", "One booking")
