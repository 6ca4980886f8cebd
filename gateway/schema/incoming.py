"""IncomingApplication: somebody whom a partner sends us. Reads incoming_view."""

from datetime import date

import strawberry

from contracts.vocabulary import ActivityKind, BuddyStatus, EqfLevel, IncomingStatus, Programme
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import AgreementRef, MobilityRef, PartnerRef, PersonRef


@strawberry.type(
    description="An application of somebody whom a partner sends us. Once it is accepted, the letter of "
    "admission is a PDF at `/v1/documents/{id}` of this gateway."
)
class IncomingApplication(Node):
    faculty: str = strawberry.field(description="Which of our faculties they come to")
    programme: Programme = strawberry.field(description="Under which programme")
    call_year: int = strawberry.field(description="Whose rules hold")
    academic_year: str = strawberry.field(description="When, like 2026/2027")
    kind: ActivityKind = strawberry.field(description="What for")
    eqf_level: EqfLevel | None = strawberry.field(description="Level of study")
    begins: date = strawberry.field(description="First day")
    ends: date = strawberry.field(description="Last day")
    status: IncomingStatus = strawberry.field(description="Where it stands")
    received_on: date = strawberry.field(description="When it came")
    decide_by: date | None = strawberry.field(description="Last day to decide; null where no rule gives one")
    decided_on: date | None = strawberry.field(description="When it was decided")
    person: PersonRef | None = related("Person", key="person_id", description="Who wants to come")
    partner: PartnerRef | None = related("Partner", key="partner_id", description="Who sends them")
    agreement: AgreementRef | None = related(
        "Agreement", key="agreement_id", description="Under which agreement"
    )
    mobility: MobilityRef | None = related(
        "Mobility", key="mobility_id", description="The stay that it became"
    )
    buddy: PersonRef | None = related("Person", key="buddy_id", description="Who of ours helps")
    buddy_status: BuddyStatus | None = strawberry.field(
        description="Whether they agreed; null: nobody was asked"
    )
    guest_name: str | None = strawberry.field(description="Who comes, by name; the buddy sees it")
    buddy_name: str | None = strawberry.field(description="Who helps, by name; the guest sees it")


@strawberry.input(description="Incoming applications that match every given field.")
class IncomingApplicationFilter:
    status: IncomingStatus | None = strawberry.field(default=None, description="In this state")
    due_before: date | None = strawberry.field(default=None, description="To be decided before this day")
    academic_year: str | None = strawberry.field(default=None, description="Of this year, like 2026/2027")
    faculty: str | None = strawberry.field(default=None, description="To this faculty")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="From this partner")


IncomingApplicationOrder = order_of("IncomingApplication", created=("id",), due=("due_by", "id"))


@strawberry.type
class IncomingQueries:
    incoming_applications: Connection[IncomingApplication] = listing(
        Listing("IncomingApplication"),
        "Applications of those whom partners send us, oldest first",
        filter=among(IncomingApplicationFilter, "Only applications that match"),
        order_by=by(IncomingApplicationOrder),
    )
    incoming_application: IncomingApplication | None = single(
        "IncomingApplication", "One incoming application"
    )
