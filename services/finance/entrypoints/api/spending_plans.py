"""Plans that use a budget up: drawn up by an optimiser, carried out by the office."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.identity.access import allowed
from contracts.finance import SpendingPlan as SpendingPlanOut
from services.finance.application.plan_spending import apply_plan, draw_up_plan
from services.finance.application.published import plan_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge
from services.finance.entrypoints.api.models import SpendingPlanIn

router = APIRouter(tags=["spending plans"])


@router.post("/budgets/{budget_id}/spending-plans", status_code=201, response_model=SpendingPlanOut)
@allowed(everything=MONEY_ROLES)
async def draw_up(budget_id: UUID, body: SpendingPlanIn, edge: FinanceEdge) -> Response:
    """Whom to fund from what is free, and for how many days. Nothing is promised by it."""
    return await edge.run(
        lambda work: draw_up_plan(budget_id, body.assumed_release_percent, work, edge.now()),
        plan_state,
        status=201,
    )


@router.get("/spending-plans/{plan_id}", response_model=SpendingPlanOut)
@allowed(everything=MONEY_ROLES)
async def read(plan_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.plans.get(plan_id), plan_state)


@router.post("/spending-plans/{plan_id}/application", response_model=SpendingPlanOut)
@allowed(everything=MONEY_ROLES)
async def apply(plan_id: UUID, edge: FinanceEdge) -> Response:
    """Carries out the open steps, at most a hundred at once: ask again for the rest."""
    version = edge.expected_version
    return await edge.run(lambda work: apply_plan(plan_id, version, work, edge.now()), plan_state)
