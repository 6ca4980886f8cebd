"""StatementLine: a line of the bank's statement. Reads statement_line_view."""

from datetime import date, datetime

import strawberry

from contracts.vocabulary import StatementDirection, StatementLineStatus, StatementOrigin, StatementProblem
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import PaymentOrderRef, PaymentRequestRef
from gateway.schema.values import Money


@strawberry.type(
    description="A line of the bank's statement: it answers a payment order, or waits for a person."
)
class StatementLine(Node):
    line: int = strawberry.field(description="Of the file in which it came first")
    taken_at: datetime = strawberry.field(description="When that file was uploaded")
    booked_on: date = strawberry.field(description="The bank's day")
    direction: StatementDirection = strawberry.field(description="Whether money went out or came in")
    amount: Money = strawberry.field(description="How much")
    account: str | None = strawberry.field(description="The other side's account, masked")
    status: StatementLineStatus = strawberry.field(description="Whether it waits for a person")
    problem: StatementProblem | None = strawberry.field(description="Why it matched nothing by itself")
    origin: StatementOrigin | None = strawberry.field(description="What it is, where it is nothing of ours")
    decided_at: datetime | None = strawberry.field(description="When a person decided it")
    order: PaymentOrderRef | None = related(
        "PaymentOrder",
        key="order_id",
        description="Whose payment its reference names; a bank's order is told once it is answered",
    )
    request: PaymentRequestRef | None = related(
        "PaymentRequest", key="order_id", description="The request that this order had the approval of"
    )


@strawberry.input(description="Statement lines that match every given field.")
class StatementLineFilter:
    status: StatementLineStatus | None = strawberry.field(default=None, description="In this state")
    order_id: strawberry.ID | None = strawberry.field(default=None, description="Naming this payment order")


StatementLineOrder = order_of("StatementLine", created=("id",), booked=("booked_on", "id"))


@strawberry.type
class StatementLineQueries:
    statement_lines: Connection[StatementLine] = listing(
        Listing("StatementLine"),
        "Lines of the bank's statements, first taken first",
        filter=among(StatementLineFilter, "Only lines that match"),
        order_by=by(StatementLineOrder),
    )
    statement_line: StatementLine | None = single("StatementLine", "One line of a statement")
