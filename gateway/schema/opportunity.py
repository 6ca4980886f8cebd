"""Opportunity: what others offer to people of the university. Reads opportunity_view."""

from datetime import datetime

import strawberry

from contracts.vocabulary import EqfLevel, OpportunityKind, OpportunityStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node
from gateway.schema.ordering import order_of
from gateway.schema.values import LocalizedText


@strawberry.type(
    description="An offer with its deadline. No faculties, levels or languages leave nobody out."
)
class Opportunity(Node):
    kind: OpportunityKind = strawberry.field(description="What sort")
    title: LocalizedText = strawberry.field(description="Its title")
    body: LocalizedText = strawberry.field(description="What it is")
    source: str = strawberry.field(description="Who offers it")
    url: str | None = strawberry.field(description="Where more is said")
    deadline: datetime = strawberry.field(description="Until when one may apply")
    faculties: list[str] = strawberry.field(description="For these faculties, by code")
    eqf_levels: list[EqfLevel] = strawberry.field(description="For these levels of study")
    languages: list[str] = strawberry.field(description="ISO 639-1; one of them is enough")
    status: OpportunityStatus = strawberry.field(description="Whether it is open")


@strawberry.input(description="Opportunities that match every given field.")
class OpportunityFilter:
    kind: OpportunityKind | None = strawberry.field(default=None, description="Of this sort")
    status: OpportunityStatus | None = strawberry.field(default=None, description="In this state")


OpportunityOrder = order_of("Opportunity", deadline=("deadline", "id"), created=("id",))


@strawberry.type
class OpportunityQueries:
    opportunities: Connection[Opportunity] = listing(
        Listing("Opportunity"),
        "Opportunities by their deadline",
        filter=among(OpportunityFilter, "Only opportunities that match"),
        order_by=by(OpportunityOrder),
    )
    opportunity: Opportunity | None = single("Opportunity", "One opportunity")
