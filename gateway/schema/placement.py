"""Placement: a place offered, or a turn in the reserve. Reads placement_view."""

from datetime import date
from decimal import Decimal

import strawberry

from contracts.vocabulary import PlacementList, PlacementStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, id_of, named, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import AgreementRef, ApplicationRef, CallRef, PartnerRef, PersonRef


@strawberry.type(description="A place offered to an applicant, or the applicant's turn in the reserve.")
class Placement(Node):
    rank: int = strawberry.field(description="Place in its list")
    score: Decimal = strawberry.field(description="The application's score")
    status: PlacementStatus = strawberry.field(description="Offered, answered or in reserve")
    reply_by: date | None = strawberry.field(description="Last day to answer the offer")
    promoted: bool = strawberry.field(description="Came from the reserve")
    call: CallRef | None = related("Call", key="call_id", description="Of which call")
    application: ApplicationRef | None = related("Application", key="application_id", description="For which")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="To whom")
    agreement: AgreementRef | None = related(
        "Agreement", key="agreement_id", doc="agreement", description="Agreement that gives the place"
    )
    partner: PartnerRef | None = related("Partner", key="partner_id", doc="partner", description="Where")

    condition_id: strawberry.ID = id_of(
        "CooperationCondition", key="condition_id", description="The agreement's condition"
    )
    list_: PlacementList = named("list", name="list", description="Main or reserve")


@strawberry.input(description="Placements that match every given field.")
class PlacementFilter:
    call_id: strawberry.ID | None = strawberry.field(default=None, description="Of this call")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="To this person")
    status: PlacementStatus | None = strawberry.field(default=None, description="In this state")
    list: PlacementList | None = strawberry.field(default=None, description="On this list")


PlacementOrder = order_of("Placement", created=("id",))


@strawberry.type
class PlacementQueries:
    placements: Connection[Placement] = listing(
        Listing("Placement"),
        "Placements, oldest first",
        filter=among(PlacementFilter, "Only placements that match"),
        order_by=by(PlacementOrder),
    )
    placement: Placement | None = single("Placement", "One placement")
