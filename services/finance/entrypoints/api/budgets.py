"""Budgets: allocations of one programme and call year."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from contracts.finance import Budget as BudgetOut
from services.finance.adapters.work import FinanceWork
from services.finance.application.allocate import allocate_more, open_budget
from services.finance.application.amend_budget import (
    amend_budget,
    name_contract,
    transfer_between_lines,
)
from services.finance.application.claim_organisational_support import claim_organisational_support
from services.finance.application.figures_at_date import figures_at_date
from services.finance.application.final_report import final_report
from services.finance.application.published import budget_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, Day, FinanceEdge, PageQuery
from services.finance.entrypoints.api.figures_models import FiguresAtDateOut
from services.finance.entrypoints.api.final_report_models import FinalReportOut
from services.finance.entrypoints.api.models import (
    AllocationIn,
    AmendmentIn,
    BudgetIn,
    ContractIn,
    ParticipantsIn,
    TransferIn,
)

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


@router.post("/budgets/{budget_id}/contract", response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def name(budget_id: UUID, body: ContractIn, edge: FinanceEdge) -> Response:
    """The grant agreement that gives the money, and until when."""
    contract, version = body.contract(), edge.expected_version
    return await edge.run(
        lambda work: name_contract(budget_id, contract, version, work, edge.now()), budget_state
    )


@router.post("/budgets/{budget_id}/amendments", response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def amend(budget_id: UUID, body: AmendmentIn, edge: FinanceEdge) -> Response:
    """More or less for one line; the next in line get their grants."""
    change, version = body.amendment(), edge.expected_version
    return await edge.run(
        lambda work: amend_budget(budget_id, change, version, work, edge.now()), budget_state
    )


@router.post("/budgets/{budget_id}/transfers", response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def transfer(budget_id: UUID, body: TransferIn, edge: FinanceEdge) -> Response:
    """From one line to another; what comes to the participants serves the line."""
    change, version = body.transfer(), edge.expected_version
    return await edge.run(
        lambda work: transfer_between_lines(budget_id, change, version, work, edge.now()), budget_state
    )


@router.post("/budgets/{budget_id}/organisational-support", response_model=BudgetOut)
@allowed(everything=MONEY_ROLES)
async def claim(budget_id: UUID, body: ParticipantsIn, edge: FinanceEdge) -> Response:
    """Reckoned from the contract's participants, tier by tier; what was reckoned before is replaced."""
    participants, version = body.participants(), edge.expected_version
    return await edge.run(
        lambda work: claim_organisational_support(budget_id, participants, version, work, edge.now()),
        budget_state,
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


@router.get("/budgets/{budget_id}/figures", response_model=FiguresAtDateOut)
@allowed(everything=MONEY_ROLES)
async def figures(
    budget_id: UUID,
    edge: FinanceEdge,
    on: Annotated[Day | None, Query(description="At the end of this day; missing: today")] = None,
) -> Response:
    """Reserved, spent and free in all and by line, from the ledger's bookings by their value dates."""
    day = on or edge.today()
    return await edge.read(lambda work: figures_at_date(budget_id, day, work), FiguresAtDateOut.of)


@router.get("/budgets/{budget_id}/final-report", response_model=FinalReportOut)
@allowed(everything=MONEY_ROLES)
async def report(budget_id: UUID, edge: FinanceEdge) -> Response:
    """Participants, days and amounts by activity and category, as of now."""
    return await edge.read(
        lambda work: final_report(budget_id, work), lambda found: FinalReportOut.of(found, edge.today())
    )
