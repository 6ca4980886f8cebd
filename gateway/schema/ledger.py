"""LedgerTransaction: double-entry bookkeeping of the grants. Reads ledger_view."""

from datetime import datetime

import strawberry

from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import GrantRef, PaymentOrderRef
from gateway.schema.values import LedgerEntry, LocalizedText


@strawberry.type(description="Entries that sum to zero. Never changed: a correction is another transaction.")
class LedgerTransaction(Node):
    description: LocalizedText = strawberry.field(description="What it books")
    posted_at: datetime = strawberry.field(description="When it was booked")
    entries: list[LedgerEntry] = strawberry.field(description="Its lines")
    grant: GrantRef | None = related("Grant", key="grant_id", description="Of which grant")
    payment_order: PaymentOrderRef | None = related(
        "PaymentOrder", key="payment_order_id", description="Of which order"
    )


@strawberry.input(description="Transactions that match every given field.")
class LedgerFilter:
    grant_id: strawberry.ID | None = strawberry.field(default=None, description="Of this grant")


LedgerTransactionOrder = order_of("LedgerTransaction", posted=("posted_at", "id"))


@strawberry.type
class LedgerQueries:
    ledger_transactions: Connection[LedgerTransaction] = listing(
        Listing("LedgerTransaction"),
        "The ledger in the order of posting",
        filter=among(LedgerFilter, "Only transactions that match"),
        order_by=by(LedgerTransactionOrder),
    )
    ledger_transaction: LedgerTransaction | None = single("LedgerTransaction", "One ledger transaction")
