"""Events of the mobility service about those who come to us: their applications, and where they live."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import AcademicYear, Event, State
from contracts.vocabulary import ActivityKind, BookingStatus, BuddyStatus, EqfLevel, IncomingStatus, Programme


class IncomingApplication(State):
    """Somebody whom a partner sends us. Accepted, it has become the mobility it names."""

    person_id: UUID
    faculty: str = Field(description="Which of our faculties they come to")
    partner_id: UUID
    agreement_id: UUID | None = None
    programme: Programme
    call_year: int
    academic_year: AcademicYear
    kind: ActivityKind
    eqf_level: EqfLevel | None = None
    begins: date
    ends: date
    status: IncomingStatus
    received_on: date
    decide_by: date | None = Field(default=None, description="Unknown where no rule gives the days")
    decided_on: date | None = None
    mobility_id: UUID | None = None
    buddy_id: UUID | None = Field(default=None, description="A student of ours who helps")
    buddy_status: BuddyStatus | None = Field(
        default=None, description="Whether they agreed; null: nobody was asked"
    )


class IncomingEvent(Event):
    TOPIC = topics.INCOMING
    state: IncomingApplication


class IncomingReceived(IncomingEvent):
    TYPE = "kervan.mobility.incoming-received.v1"


class IncomingAccepted(IncomingEvent):
    """The stay is planned, and its file opened, in the same moment."""

    TYPE = "kervan.mobility.incoming-accepted.v1"


class IncomingRefused(IncomingEvent):
    TYPE = "kervan.mobility.incoming-refused.v1"


class BuddyAssigned(IncomingEvent):
    """Somebody is asked to help."""

    TYPE = "kervan.mobility.buddy-assigned.v1"


class BuddyAnswered(IncomingEvent):
    """Who was asked agrees, or does not; ``buddy_status`` says which."""

    TYPE = "kervan.mobility.buddy-answered.v1"


class BuddyEnded(IncomingEvent):
    """The guest has left or does not come, or the buddy asked to be forgotten."""

    TYPE = "kervan.mobility.buddy-ended.v1"


class IncomingRepublished(IncomingEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.incoming-republished.v1"


class HousingPlace(State):
    """One bed; the first and the last day of its availability are counted."""

    building: str
    room: str
    bed: str
    available_from: date
    available_until: date


class HousingPlaceEvent(Event):
    TOPIC = topics.HOUSING_PLACE
    state: HousingPlace


class HousingPlaceListed(HousingPlaceEvent):
    TYPE = "kervan.mobility.housing-place-listed.v1"


class HousingPlaceRepublished(HousingPlaceEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.housing-place-republished.v1"


class HousingBooking(State):
    """A stay's bed. Its id is the mobility's: a stay has one at a time."""

    place_id: UUID
    person_id: UUID
    faculty: str | None = None
    begins: date
    ends: date
    status: BookingStatus


class HousingBookingEvent(Event):
    TOPIC = topics.HOUSING_BOOKING
    state: HousingBooking


class HousingBooked(HousingBookingEvent):
    TYPE = "kervan.mobility.housing-booked.v1"


class HousingReleased(HousingBookingEvent):
    TYPE = "kervan.mobility.housing-released.v1"


class HousingBookingRepublished(HousingBookingEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.housing-booking-republished.v1"
