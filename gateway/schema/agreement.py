"""Agreement: with one partner, in whatever state it is. Reads agreement_view."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import AgreementStatus, Programme
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, children, related
from gateway.schema.reads import found_by, matches, object_of, page_of
from gateway.schema.refs import MobilityRef, PartnerRef
from gateway.schema.values import CooperationCondition, Signature


@strawberry.type(description="An agreement with one partner, with its cooperation conditions.")
class Agreement(Node):
    reference: str = strawberry.field(description="The office's own number")
    programme: Programme = strawberry.field(description="Under which programme")
    status: AgreementStatus = strawberry.field(description="Where it stands")
    first_year: str = strawberry.field(description="First academic year, like 2026/2027")
    last_year: str = strawberry.field(description="Last academic year")
    conditions: list[CooperationCondition] = strawberry.field(description="Who may go where")
    signatures: list[Signature] = strawberry.field(description="Who has signed")
    signed_on: date | None = strawberry.field(description="Day of the last signature")
    imported: bool = strawberry.field(description="Came in with earlier records")
    partner: PartnerRef | None = related("Partner", key="partner_id", doc="partner", description="With whom")
    mobilities: Connection[MobilityRef] = children(
        "Mobility", key="agreement_id", description="Stays under this agreement"
    )


@strawberry.input(description="Agreements that match every given field.")
class AgreementFilter:
    programme: Programme | None = strawberry.field(default=None, description="Under this programme")
    status: AgreementStatus | None = strawberry.field(default=None, description="In this state")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")


Filter = Annotated[AgreementFilter | None, strawberry.argument(description="Only agreements that match")]
Search = Annotated[
    str | None, strawberry.argument(description="Words of the reference or the partner's name")
]


@strawberry.type
class AgreementQueries:
    @strawberry.field(description="Agreements, oldest first")
    async def agreements(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        search: Search = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Agreement]:
        conditions = matches(info, Agreement, filter) + found_by(Agreement, search)
        return await page_of(info, Agreement, Page.asked(first, after, last, before), *conditions)

    @strawberry.field(description="One agreement")
    async def agreement(self, info: Ask, id: Id) -> Agreement | None:
        return await object_of(info, Agreement, id)
