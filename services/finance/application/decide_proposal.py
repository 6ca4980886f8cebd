"""An expense proposal is taken up with its receipt, or dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.refusal import require_version
from contracts.expense_proposals import ExpenseProposalDismissed, ExpenseProposalTakenUp
from contracts.vocabulary import ExpenseKind
from services.finance.application.decide_expense import enter_expense
from services.finance.application.published import proposal_state
from services.finance.application.work import Work
from services.finance.domain.expense import Expense, Objection
from services.finance.domain.expense_proposal import ExpenseProposal, dismiss, take_up
from services.finance.domain.money import Money


@dataclass(frozen=True, slots=True)
class TakingUp:
    """What the proposal does not know. ``amount``: as on the receipt; None for the proposed one."""

    expense_id: UUID
    budget_id: UUID
    purpose: str
    incurred_on: date
    receipt: str
    amount: Money | None
    by: str


async def take_up_proposal(
    proposal_id: UUID, taking: TakingUp, expected_version: int | None, work: Work, now: datetime
) -> ExpenseProposal:
    """Its expense is entered by who takes it up, for somebody else to decide on.

    Raises: NotFound, StaleVersion, ProposalIsDecided, AmountNotPositive, CurrencyDiffers.
    The database refuses a receipt that is entered already: ReceiptBooked.
    """
    proposal = await work.proposals.lock(proposal_id)
    require_version(proposal.version, expected_version)
    taken = take_up(proposal, taking.expense_id, taking.by, now)
    await enter_expense(_expense(proposal, taking), work)
    await work.proposals.save(taken, publishes=ExpenseProposalTakenUp(state=proposal_state(taken)))
    return taken


async def dismiss_proposal(
    proposal_id: UUID, objection: Objection, expected_version: int | None, work: Work, now: datetime
) -> ExpenseProposal:
    """Raises: NotFound, StaleVersion, ProposalIsDecided."""
    proposal = await work.proposals.lock(proposal_id)
    require_version(proposal.version, expected_version)
    dismissed = dismiss(proposal, objection, now)
    await work.proposals.save(dismissed, publishes=ExpenseProposalDismissed(state=proposal_state(dismissed)))
    return dismissed


def _expense(proposal: ExpenseProposal, taking: TakingUp) -> Expense:
    return Expense(
        id=taking.expense_id,
        version=1,
        budget_id=taking.budget_id,
        kind=proposal.kind,
        purpose=taking.purpose,
        incurred_on=taking.incurred_on,
        amount=taking.amount or proposal.amount,
        receipt=taking.receipt,
        entered_by=taking.by,
        event_id=proposal.source_id if proposal.kind is ExpenseKind.EVENT else None,
    )
