"""Events about expenses that finance proposes after it heard what visits and events really cost."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, Money, State
from contracts.vocabulary import CostKind, ExpenseKind, ExpenseProposalStatus


class ExpenseProposal(State):
    """One cost of one visit or event: nothing is entered before somebody took it up with its receipt.

    It follows its cost while it is open. Who took it up or dismissed it stays with finance.
    """

    kind: ExpenseKind = Field(description="`visit` with its `visit_id`, or `event` with its `event_id`")
    visit_id: UUID | None = None
    event_id: UUID | None = None
    cost: CostKind
    amount: Money = Field(description="What it really cost, as it was told last")
    proposed_at: Instant
    status: ExpenseProposalStatus
    expense_id: UUID | None = Field(default=None, description="The expense it was taken up with")
    decided_at: Instant | None = Field(default=None, description="When it was taken up, dismissed, withdrawn")
    objection: str | None = Field(default=None, description="Why it was dismissed")


class ExpenseProposalEvent(Event):
    TOPIC = topics.EXPENSE_PROPOSAL
    state: ExpenseProposal


class ExpenseProposed(ExpenseProposalEvent):
    """A visit or an event cost something: somebody has to take it up or to dismiss it."""

    TYPE = "kervan.finance.expense-proposed.v1"


class ExpenseProposalCorrected(ExpenseProposalEvent):
    """Its cost is another, or is there again after it was withdrawn."""

    TYPE = "kervan.finance.expense-proposal-corrected.v1"


class ExpenseProposalWithdrawn(ExpenseProposalEvent):
    """Its cost is gone, or its visit was cancelled."""

    TYPE = "kervan.finance.expense-proposal-withdrawn.v1"


class ExpenseProposalTakenUp(ExpenseProposalEvent):
    """Somebody entered its expense, which a second person decides on."""

    TYPE = "kervan.finance.expense-proposal-taken-up.v1"


class ExpenseProposalDismissed(ExpenseProposalEvent):
    """No budget pays it."""

    TYPE = "kervan.finance.expense-proposal-dismissed.v1"


class ExpenseProposalRepublished(ExpenseProposalEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.finance.expense-proposal-republished.v1"
