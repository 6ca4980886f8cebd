"""Mobility: a stay, with everything around it in one row. Reads mobility_view."""

from datetime import date

import strawberry

from contracts.vocabulary import ActivityKind, Direction, EqfLevel, MobilityStatus, Programme
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import (
    AgreementRef,
    CallRef,
    GrantRef,
    HousingBookingRef,
    LearningAgreementRef,
    MobilityFileRef,
    PartnerRef,
    PersonRef,
    PlacementRef,
    RegistrationRef,
)


@strawberry.type(description="A stay, planned or done, out or in.")
class Mobility(Node):
    programme: Programme = strawberry.field(description="Under which programme")
    call_year: int = strawberry.field(description="Whose rates and rules hold; not the calendar year")
    academic_year: str = strawberry.field(description="When, like 2026/2027")
    direction: Direction = strawberry.field(description="Out or in")
    kind: ActivityKind = strawberry.field(description="What is done")
    faculty: str | None = strawberry.field(description="Faculty code")
    host_country: str | None = strawberry.field(description="Where, ISO 3166-1 alpha-2")
    rank: int | None = strawberry.field(description="Rank in the call")
    status: MobilityStatus = strawberry.field(description="Where it stands")
    begins: date | None = strawberry.field(description="First day")
    ends: date | None = strawberry.field(description="Last day")
    days: int | None = strawberry.field(description="Days by the rule of its kind")
    imported: bool = strawberry.field(description="Came in with earlier records")
    arrived_on: date | None = strawberry.field(description="First day, confirmed by the partner")
    force_majeure: bool = strawberry.field(description="Ended early, beyond anybody's control")
    eqf_level: EqfLevel | None = strawberry.field(description="Cycle of study whose days it takes")
    file: MobilityFileRef | None = related(
        "MobilityFile", key="id", description="Its nomination and tasks, once the office opened the file"
    )
    learning_agreement: LearningAgreementRef | None = related(
        "LearningAgreement", key="id", description="Its learning agreement, once there is one"
    )
    housing: HousingBookingRef | None = related("HousingBooking", key="id", description="Its bed here")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Who goes")
    agreement: AgreementRef | None = related(
        "Agreement", key="agreement_id", doc="agreement", description="Under which agreement"
    )
    partner: PartnerRef | None = related(
        "Partner", key="partner_id", doc="partner", description="Where to or from"
    )
    grant: GrantRef | None = related("Grant", key="grant_id", doc="grant", description="Its money")
    registrations: Connection[RegistrationRef] = children(
        "Registration", key="person_id", own="person_id", description="The person's events"
    )
    call: CallRef | None = related("Call", key="call_id", description="From which call")
    placement: PlacementRef | None = related(
        "Placement", key="placement_id", description="From which placement"
    )


@strawberry.input(description="Mobilities that match every given field.")
class MobilityFilter:
    programme: Programme | None = strawberry.field(default=None, description="Under this programme")
    call_year: int | None = strawberry.field(default=None, description="Of this call year")
    status: MobilityStatus | None = strawberry.field(default=None, description="In this state")
    direction: Direction | None = strawberry.field(default=None, description="Out or in")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    host_country: str | None = strawberry.field(default=None, description="Where, ISO 3166-1 alpha-2")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")
    agreement_id: strawberry.ID | None = strawberry.field(default=None, description="Under this agreement")
    call_id: strawberry.ID | None = strawberry.field(default=None, description="From this call")


MobilityOrder = order_of("Mobility", created=("id",), call_year=("call_year", "id"))


@strawberry.type
class MobilityQueries:
    mobilities: Connection[Mobility] = listing(
        Listing("Mobility"),
        "Mobilities, oldest first",
        filter=among(MobilityFilter, "Only mobilities that match"),
        order_by=by(MobilityOrder),
    )
    mobility: Mobility | None = single("Mobility", "One mobility")
