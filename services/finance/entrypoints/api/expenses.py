"""Expenses of the office against organisational support: entered by one person, approved by another."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.identity.access import allowed
from contracts.finance import Expense as ExpenseOut
from services.finance.application.decide_expense import approve_expense, enter_expense, reject_expense
from services.finance.application.published import expense_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge
from services.finance.entrypoints.api.models import ExpenseIn, ObjectionIn

router = APIRouter(tags=["expenses"])


@router.post("/budgets/{budget_id}/expenses", status_code=201, response_model=ExpenseOut)
@allowed(everything=MONEY_ROLES)
async def enter(budget_id: UUID, body: ExpenseIn, edge: FinanceEdge) -> Response:
    """What was spent, with its receipt. It counts when somebody else approves it."""
    expense = body.expense(budget_id, edge.caller.subject)
    return await edge.run(lambda work: enter_expense(expense, work), expense_state, status=201)


@router.get("/expenses/{expense_id}", response_model=ExpenseOut)
@allowed(everything=MONEY_ROLES)
async def read(expense_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.expenses.get(expense_id), expense_state)


@router.post("/expenses/{expense_id}/approval", response_model=ExpenseOut)
@allowed(everything=MONEY_ROLES)
async def approve(expense_id: UUID, edge: FinanceEdge) -> Response:
    """By another person than who entered it, while organisational support reaches it."""
    by, version = edge.caller.subject, edge.expected_version
    return await edge.run(
        lambda work: approve_expense(expense_id, by, version, work, edge.now()), expense_state
    )


@router.post("/expenses/{expense_id}/rejection", response_model=ExpenseOut)
@allowed(everything=MONEY_ROLES)
async def reject(expense_id: UUID, body: ObjectionIn, edge: FinanceEdge) -> Response:
    """It is not paid; its receipt may be entered again, corrected."""
    objection, version = body.by(edge.caller.subject), edge.expected_version
    return await edge.run(
        lambda work: reject_expense(expense_id, objection, version, work, edge.now()), expense_state
    )
