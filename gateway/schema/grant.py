"""Grant: the money of one mobility. Reads grant_view."""

from typing import Annotated

import strawberry

from contracts.vocabulary import GrantStatus, Programme
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, related
from gateway.schema.reads import matches, object_of, page_of
from gateway.schema.refs import MobilityRef, PaymentOrderRef, PersonRef
from gateway.schema.values import GrantLine, Instalment, Money, Reason, Recovery


@strawberry.type(description="The money of one mobility, at the rates of its own call year.")
class Grant(Node):
    programme: Programme = strawberry.field(description="From which programme's budget")
    call_year: int = strawberry.field(description="Whose rates hold")
    faculty: str | None = strawberry.field(description="Faculty code")
    rank: int | None = strawberry.field(description="Rank in the call: who is paid first")
    status: GrantStatus = strawberry.field(description="Where it stands")
    days: int | None = strawberry.field(description="Days it is computed for")
    amount: Money | None = strawberry.field(description="The whole grant; null while a rate is unknown")
    contract_amount: Money | None = strawberry.field(description="Ceiling: what was first promised")
    paid: Money = strawberry.field(description="Paid so far")
    lines: list[GrantLine] = strawberry.field(description="How the amount came about")
    instalments: list[Instalment] = strawberry.field(description="How it is paid")
    recovery: Recovery | None = strawberry.field(description="What is owed back")
    waiting_for: Reason | None = strawberry.field(description="What the office must enter first")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="Whose")
    mobility: MobilityRef | None = related("Mobility", key="mobility_id", description="For which stay")
    payment_orders: list[PaymentOrderRef] = strawberry.field(description="Orders to pay it")


@strawberry.input(description="Grants that match every given field.")
class GrantFilter:
    programme: Programme | None = strawberry.field(default=None, description="Of this programme")
    call_year: int | None = strawberry.field(default=None, description="Of this call year")
    status: GrantStatus | None = strawberry.field(default=None, description="In this state")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")


Filter = Annotated[GrantFilter | None, strawberry.argument(description="Only grants that match")]


@strawberry.type
class GrantQueries:
    @strawberry.field(description="Grants, oldest first")
    async def grants(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Grant]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, Grant, page, *matches(info, Grant, filter))

    @strawberry.field(description="One grant")
    async def grant(self, info: Ask, id: Id) -> Grant | None:
        return await object_of(info, Grant, id)
