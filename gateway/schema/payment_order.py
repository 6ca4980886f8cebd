"""PaymentOrder: what the finance office was asked to pay. Reads payment_order_view."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from contracts.vocabulary import PaymentOrderStatus
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, related
from gateway.schema.reads import matches, object_of, page_of
from gateway.schema.refs import GrantRef, PersonRef
from gateway.schema.values import Money, Reason


@strawberry.type(description="An order to the finance office to pay one instalment, with its answer.")
class PaymentOrder(Node):
    instalment: int = strawberry.field(description="Number of the instalment")
    amount: Money = strawberry.field(description="How much")
    issued_at: datetime = strawberry.field(description="When it went out")
    due_on: date | None = strawberry.field(description="Latest day by the rule")
    status: PaymentOrderStatus = strawberry.field(description="Issued, paid or rejected")
    answered_at: datetime | None = strawberry.field(description="When the finance office answered")
    rejection: Reason | None = strawberry.field(description="Why it was rejected")
    faculty: str | None = strawberry.field(description="Faculty code")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="To whom")
    grant: GrantRef | None = related("Grant", key="grant_id", description="Of which grant")


@strawberry.input(description="Payment orders that match every given field.")
class PaymentOrderFilter:
    status: PaymentOrderStatus | None = strawberry.field(default=None, description="In this state")
    grant_id: strawberry.ID | None = strawberry.field(default=None, description="Of this grant")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="To this person")


Filter = Annotated[PaymentOrderFilter | None, strawberry.argument(description="Only orders that match")]


@strawberry.type
class PaymentOrderQueries:
    @strawberry.field(description="Payment orders, oldest first")
    async def payment_orders(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[PaymentOrder]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, PaymentOrder, page, *matches(info, PaymentOrder, filter))

    @strawberry.field(description="One payment order")
    async def payment_order(self, info: Ask, id: Id) -> PaymentOrder | None:
        return await object_of(info, PaymentOrder, id)
