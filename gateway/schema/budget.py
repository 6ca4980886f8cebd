"""Budget: an allocation of one programme and call year. Reads budget_view."""

from typing import Annotated

import strawberry

from contracts.vocabulary import Programme
from gateway.reading.paging import Page
from gateway.schema.node import After, Ask, Before, Connection, First, Id, Last, Node
from gateway.schema.reads import matches, object_of, page_of
from gateway.schema.values import Money


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


@strawberry.input(description="Budgets that match every given field.")
class BudgetFilter:
    programme: Programme | None = strawberry.field(default=None, description="For this programme")
    call_year: int | None = strawberry.field(default=None, description="For this call year")


Filter = Annotated[BudgetFilter | None, strawberry.argument(description="Only budgets that match")]


@strawberry.type
class BudgetQueries:
    @strawberry.field(description="Budgets, oldest first")
    async def budgets(
        self,
        info: Ask,
        *,
        filter: Filter = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Budget]:
        page = Page.asked(first, after, last, before)
        return await page_of(info, Budget, page, *matches(info, Budget, filter))

    @strawberry.field(description="One budget")
    async def budget(self, info: Ask, id: Id) -> Budget | None:
        return await object_of(info, Budget, id)
