"""Budget: an allocation of one programme and call year. Reads budget_view."""

import strawberry

from contracts.vocabulary import Programme
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node
from gateway.schema.ordering import order_of
from gateway.schema.values import BudgetPart, Contract, GrantLine, Money


@strawberry.type(
    description="Money of one programme and call year: available = allocated - reserved - spent."
)
class Budget(Node):
    programme: Programme = strawberry.field(description="For which programme")
    call_year: int = strawberry.field(description="For which call year")
    allocated: Money = strawberry.field(description="Given in all")
    reserved: Money = strawberry.field(description="Promised, not yet paid")
    spent: Money = strawberry.field(description="Paid")
    available: Money = strawberry.field(description="Free")
    lines: list[BudgetPart] = strawberry.field(
        description="Mobility, travel and top-ups sum to allocated; organisational support is beside it"
    )
    contract: Contract | None = strawberry.field(description="The grant agreement that gives it")
    support: list[GrantLine] = strawberry.field(
        description="How the organisational support of the contract was reckoned, by tiers"
    )


@strawberry.input(description="Budgets that match every given field.")
class BudgetFilter:
    programme: Programme | None = strawberry.field(default=None, description="For this programme")
    call_year: int | None = strawberry.field(default=None, description="For this call year")


BudgetOrder = order_of("Budget", created=("id",))


@strawberry.type
class BudgetQueries:
    budgets: Connection[Budget] = listing(
        Listing("Budget"),
        "Budgets, oldest first",
        filter=among(BudgetFilter, "Only budgets that match"),
        order_by=by(BudgetOrder),
    )
    budget: Budget | None = single("Budget", "One budget")
