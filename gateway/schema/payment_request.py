"""PaymentRequest: a payment that waits for a second person. Reads payment_request_view."""

from datetime import date, datetime

import strawberry

from contracts.vocabulary import PaymentRequestStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import BudgetRef, GrantRef, PaymentBatchRef, PersonRef
from gateway.schema.values import Money


@strawberry.type(description="A drafted payment: nobody outside is asked to pay before somebody approved it.")
class PaymentRequest(Node):
    instalment: int = strawberry.field(description="Number of the instalment")
    amount: Money = strawberry.field(description="How much")
    due_on: date | None = strawberry.field(description="Latest day by the rule")
    drafted_at: datetime = strawberry.field(description="Since when it waits")
    status: PaymentRequestStatus = strawberry.field(description="Whether it waits")
    decided_at: datetime | None = strawberry.field(description="When it was approved or withdrawn")
    faculty: str | None = strawberry.field(description="Faculty code")
    person: PersonRef | None = related("Person", key="person_id", doc="person", description="To whom")
    grant: GrantRef | None = related("Grant", key="grant_id", description="Of which grant")
    budget: BudgetRef | None = related("Budget", key="budget_id", description="From which budget")
    batch: PaymentBatchRef | None = related(
        "PaymentBatch", key="batch_id", description="The batch that holds it, or was approved with it"
    )


@strawberry.input(description="Payment requests that match every given field.")
class PaymentRequestFilter:
    status: PaymentRequestStatus | None = strawberry.field(default=None, description="In this state")
    budget_id: strawberry.ID | None = strawberry.field(default=None, description="From this budget")
    batch_id: strawberry.ID | None = strawberry.field(default=None, description="In this batch")
    grant_id: strawberry.ID | None = strawberry.field(default=None, description="Of this grant")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="To this person")


PaymentRequestOrder = order_of("PaymentRequest", created=("id",))


@strawberry.type
class PaymentRequestQueries:
    payment_requests: Connection[PaymentRequest] = listing(
        Listing("PaymentRequest"),
        "Payments that wait for approval or had it, oldest first",
        filter=among(PaymentRequestFilter, "Only requests that match"),
        order_by=by(PaymentRequestOrder),
    )
    payment_request: PaymentRequest | None = single("PaymentRequest", "One payment request")
