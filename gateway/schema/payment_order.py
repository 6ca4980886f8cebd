"""PaymentOrder: what the finance office was asked to pay. Reads payment_order_view."""

from datetime import date, datetime

import strawberry

from contracts.vocabulary import PaymentOrderStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
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


PaymentOrderOrder = order_of("PaymentOrder", created=("id",), issued=("issued_at", "id"))


@strawberry.type
class PaymentOrderQueries:
    payment_orders: Connection[PaymentOrder] = listing(
        Listing("PaymentOrder"),
        "Payment orders, oldest first",
        filter=among(PaymentOrderFilter, "Only orders that match"),
        order_by=by(PaymentOrderOrder),
    )
    payment_order: PaymentOrder | None = single("PaymentOrder", "One payment order")
