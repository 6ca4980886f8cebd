"""Budgets: allocations of one programme and call year."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from contracts.finance import Budget as BudgetOut
from services.finance.adapters.work import FinanceWork
from services.finance.application.allocate import allocate_more, open_budget
from services.finance.application.published import budget_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.models import AllocationIn, BudgetIn

router = APIRouter(tags=["budgets"])


@router.post("/budgets", status_code=201, response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def open_one(body: BudgetIn, edge: FinanceEdge) -> Response:
    """The first allocation. People who already wait in the call year's line are served at once, by rank."""
    return await edge.run(
        lambda work: open_budget(body.programme, body.call_year, body.allocated.money(), work, edge.now()),
        budget_state,
        status=201,
    )


@router.post("/budgets/{budget_id}/allocations", response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def allocate(budget_id: UUID, body: AllocationIn, edge: FinanceEdge) -> Response:
    """More money; the next in line get their grants."""
    version = edge.expected_version
    return await edge.run(
        lambda work: allocate_more(budget_id, body.amount.money(), version, work, edge.now()), budget_state
    )


@router.get("/budgets", response_model=Page[BudgetOut])
@allowed(everything=MONEY_ROLES)
async def list_all(edge: FinanceEdge, page: PageQuery) -> Response:

    async def query(work: FinanceWork) -> Page[BudgetOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.budgets.page(after, page.fetch)
        return Page[BudgetOut].of(found, page, budget_state, lambda budget: (budget.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/budgets/{budget_id}", response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def read(budget_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.budgets.get(budget_id), budget_state)
