"""LedgerTransaction: double-entry bookkeeping of the grants. Reads ledger_view."""

from datetime import datetime
from typing import Annotated

import strawberry

from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node, related
from gateway.schema.reads import matches, object_of, page_of
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


Filter = Annotated[LedgerFilter | None, strawberry.argument(description="Only transactions that match")]


@strawberry.type
class LedgerQueries:
    @strawberry.field(description="The ledger in the order of posting")
    async def ledger_transactions(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[LedgerTransaction]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, LedgerTransaction, page, *matches(info, LedgerTransaction, filter))

    @strawberry.field(description="One ledger transaction")
    async def ledger_transaction(self, info: Ask, id: Id) -> LedgerTransaction | None:
        return await object_of(info, LedgerTransaction, id)
