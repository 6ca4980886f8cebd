"""Expense: what the office spent and may pay from a budget. Reads expense_view."""

from datetime import date, datetime

import strawberry

from contracts.vocabulary import ExpenseKind, ExpenseStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import BudgetRef, EventRef
from gateway.schema.values import Money


@strawberry.type(description="What the office spent: it counts when a second person approved it.")
class Expense(Node):
    kind: ExpenseKind = strawberry.field(description="On what")
    purpose: str = strawberry.field(description="In words")
    incurred_on: date = strawberry.field(description="When it was spent")
    amount: Money = strawberry.field(description="How much")
    receipt: str = strawberry.field(description="The receipt's number")
    status: ExpenseStatus = strawberry.field(description="Where it stands")
    decided_at: datetime | None = strawberry.field(description="When it was approved or rejected")
    objection: str | None = strawberry.field(description="Why it was rejected")
    budget: BudgetRef | None = related("Budget", key="budget_id", description="From which budget")
    event: EventRef | None = related("Event", key="event_id", description="For which event")


@strawberry.input(description="Expenses that match every given field.")
class ExpenseFilter:
    budget_id: strawberry.ID | None = strawberry.field(default=None, description="From this budget")
    event_id: strawberry.ID | None = strawberry.field(default=None, description="For this event")
    status: ExpenseStatus | None = strawberry.field(default=None, description="In this state")


ExpenseOrder = order_of("Expense", created=("id",))


@strawberry.type
class ExpenseQueries:
    expenses: Connection[Expense] = listing(
        Listing("Expense"),
        "Expenses, oldest first",
        filter=among(ExpenseFilter, "Only expenses that match"),
        order_by=by(ExpenseOrder),
    )
    expense: Expense | None = single("Expense", "One expense")
