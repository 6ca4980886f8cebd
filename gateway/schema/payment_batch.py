"""PaymentBatch: payments that are approved and sent together. Reads payment_batch_view."""

from datetime import datetime

import strawberry

from contracts.vocabulary import PaymentBatchStatus, PaymentChannel, Programme
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import BudgetRef, PaymentRequestRef
from gateway.schema.values import Money


@strawberry.type(description="Payments of one budget: gathered by one person, approved by another, once.")
class PaymentBatch(Node):
    programme: Programme = strawberry.field(description="Of which programme")
    call_year: int = strawberry.field(description="Of which call year")
    channel: PaymentChannel = strawberry.field(description="Who is asked to pay")
    status: PaymentBatchStatus = strawberry.field(description="Whether it is open")
    payments: int = strawberry.field(description="How many it holds")
    total: Money = strawberry.field(description="How much they are together")
    gathered_at: datetime = strawberry.field(description="When it was gathered")
    closed_at: datetime | None = strawberry.field(description="When it was approved or dissolved")
    budget: BudgetRef | None = related("Budget", key="budget_id", description="From which budget")
    requests: Connection[PaymentRequestRef] = children(
        "PaymentRequest", key="batch_id", description="What it holds; nothing when it was dissolved"
    )


@strawberry.input(description="Payment batches that match every given field.")
class PaymentBatchFilter:
    budget_id: strawberry.ID | None = strawberry.field(default=None, description="From this budget")
    status: PaymentBatchStatus | None = strawberry.field(default=None, description="In this state")


PaymentBatchOrder = order_of("PaymentBatch", created=("id",))


@strawberry.type
class PaymentBatchQueries:
    payment_batches: Connection[PaymentBatch] = listing(
        Listing("PaymentBatch"),
        "Payment batches, oldest first",
        filter=among(PaymentBatchFilter, "Only batches that match"),
        order_by=by(PaymentBatchOrder),
    )
    payment_batch: PaymentBatch | None = single("PaymentBatch", "One payment batch")
