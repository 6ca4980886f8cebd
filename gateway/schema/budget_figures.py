"""Figures of a budget at a date: reckoned by the finance service from its ledger, for who sees the budget."""

from datetime import date
from typing import Annotated, Any, cast

import strawberry

from contracts.vocabulary import BudgetLine
from gateway.commands.command import Service
from gateway.commands.reckoning import reckoned
from gateway.reading.fields import READS, Reckoned
from gateway.reading.ids import aggregate_id
from gateway.schema.node import Ask
from gateway.schema.values import Money

BudgetId = Annotated[strawberry.ID, strawberry.argument(description="The budget's node id")]
On = Annotated[date, strawberry.argument(description="At the end of this day")]


@strawberry.type(description="allocated = reserved + spent + free.")
class Figures:
    allocated: Money = strawberry.field(description="Given by then")
    reserved: Money = strawberry.field(description="Promised, not yet paid")
    spent: Money = strawberry.field(description="Paid, less what came back")
    free: Money = strawberry.field(
        description="Of a line below zero: it promised more than it has, and the participants' others bear it"
    )


@strawberry.type(description="What one line bears; a grant is shared over its lines as it is computed.")
class LineFigures(Figures):
    line: BudgetLine = strawberry.field(description="Which line")


@strawberry.type(description="A budget at the end of a day, by the value dates of the ledger's bookings.")
class BudgetFigures:
    on: date = strawberry.field(description="Which day")
    participants: Figures = strawberry.field(
        description="Mobility, travel and top-ups; today the same as the budget's own"
    )
    lines: list[LineFigures] = strawberry.field(description="Each line")


@strawberry.type
class BudgetFiguresQueries:
    @strawberry.field(
        description="Reserved, spent and free of a budget and each of its lines at a date. Finance, office.",
        metadata={READS: Reckoned("Budget")},
    )
    async def budget_figures(self, info: Ask, budget_id: BudgetId, on: On) -> BudgetFigures | None:
        found = await of_budget(info, budget_id, f"figures?on={on.isoformat()}")
        return cast("BudgetFigures | None", found)


async def of_budget(info: Ask, budget_id: strawberry.ID, what: str) -> Any:
    """What finance reckons of a budget; None for who may not see it. Raises: IdInvalid, OwnerRefused."""
    identifier, context = aggregate_id(budget_id, "Budget", "budgetId"), info.context
    if await context.reader.one("Budget", identifier) is None:
        return None
    return await reckoned(context.owners, Service.FINANCE, f"/v1/budgets/{identifier}/{what}", context.token)
