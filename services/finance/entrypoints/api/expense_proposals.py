"""What visits and events cost, to be taken up as expenses or dismissed."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.ids import new_id
from contracts.expense_proposals import ExpenseProposal as ExpenseProposalOut
from contracts.vocabulary import ExpenseProposalStatus
from services.finance.adapters.work import FinanceWork
from services.finance.application.decide_proposal import TakingUp, dismiss_proposal, take_up_proposal
from services.finance.application.published import proposal_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.models import Input, MoneyIn, ObjectionIn, Purpose, ReceiptNumber

router = APIRouter(tags=["expense proposals"])


class TakingUpIn(Input):
    """``amount``: as on the receipt, in the budget's currency; without it, as proposed."""

    budget_id: UUID
    purpose: Purpose
    incurred_on: date
    receipt: ReceiptNumber
    amount: MoneyIn | None = Field(default=None, description="Where the receipt says another than proposed")

    def taking_up(self, by: str) -> TakingUp:
        return TakingUp(
            expense_id=new_id(),
            budget_id=self.budget_id,
            purpose=self.purpose,
            incurred_on=self.incurred_on,
            receipt=self.receipt,
            amount=self.amount.money() if self.amount else None,
            by=by,
        )


@router.get("/expense-proposals", response_model=Page[ExpenseProposalOut])
@allowed(everything=MONEY_ROLES)
async def list_all(
    edge: FinanceEdge, page: PageQuery, status: Annotated[ExpenseProposalStatus | None, Query()] = None
) -> Response:
    """First proposed first."""

    async def query(work: FinanceWork) -> Page[ExpenseProposalOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.proposals.page(status, after, page.fetch)
        return Page[ExpenseProposalOut].of(found, page, proposal_state, lambda proposal: (proposal.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/expense-proposals/{proposal_id}", response_model=ExpenseProposalOut)
@allowed(everything=MONEY_ROLES)
async def read(proposal_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.proposals.get(proposal_id), proposal_state)


@router.post("/expense-proposals/{proposal_id}/expense", response_model=ExpenseProposalOut)
@allowed(everything=MONEY_ROLES)
async def take_up(proposal_id: UUID, body: TakingUpIn, edge: FinanceEdge) -> Response:
    """Enters its expense, once. It counts when somebody else approves it."""
    taking, version = body.taking_up(edge.caller.subject), edge.expected_version
    return await edge.run(
        lambda work: take_up_proposal(proposal_id, taking, version, work, edge.now()), proposal_state
    )


@router.post("/expense-proposals/{proposal_id}/dismissal", response_model=ExpenseProposalOut)
@allowed(everything=MONEY_ROLES)
async def dismiss(proposal_id: UUID, body: ObjectionIn, edge: FinanceEdge) -> Response:
    """No budget pays it. What is told of its cost later changes nothing."""
    objection, version = body.by(edge.caller.subject), edge.expected_version
    return await edge.run(
        lambda work: dismiss_proposal(proposal_id, objection, version, work, edge.now()), proposal_state
    )
