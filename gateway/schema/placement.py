"""Placement: a place offered, or a turn in the reserve. Reads placement_view."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from contracts.vocabulary import PlacementList, PlacementStatus
from gateway.reading.ids import node_id
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, related
from gateway.schema.reads import matches, object_of, page_of
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

    @strawberry.field(description="The agreement's condition")
    def condition_id(self: Any) -> strawberry.ID:
        return strawberry.ID(node_id("CooperationCondition", self["condition_id"]))

    @strawberry.field(name="list", description="Main or reserve")
    def list_(self: Any) -> PlacementList:
        return PlacementList(self["list"])


@strawberry.input(description="Placements that match every given field.")
class PlacementFilter:
    call_id: strawberry.ID | None = strawberry.field(default=None, description="Of this call")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="To this person")
    status: PlacementStatus | None = strawberry.field(default=None, description="In this state")
    list: PlacementList | None = strawberry.field(default=None, description="On this list")


Filter = Annotated[PlacementFilter | None, strawberry.argument(description="Only placements that match")]


@strawberry.type
class PlacementQueries:
    @strawberry.field(description="Placements, oldest first")
    async def placements(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Placement]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, Placement, page, *matches(info, Placement, filter))

    @strawberry.field(description="One placement")
    async def placement(self, info: Ask, id: Id) -> Placement | None:
        return await object_of(info, Placement, id)
