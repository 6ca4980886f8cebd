"""ExpenseProposal: what a visit or an event cost, to be taken up. Reads expense_proposal_view."""

from datetime import datetime

import strawberry

from contracts.vocabulary import CostKind, ExpenseKind, ExpenseProposalStatus
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import EventRef, ExpenseRef, VisitRef
from gateway.schema.values import Money


@strawberry.type(description="What a visit or an event really cost: no expense before somebody took it up.")
class ExpenseProposal(Node):
    kind: ExpenseKind = strawberry.field(description="Whether a visit or an event cost it")
    cost: CostKind = strawberry.field(description="What for")
    amount: Money = strawberry.field(description="How much, as it was told last while the proposal was open")
    proposed_at: datetime = strawberry.field(description="Since when it is known")
    status: ExpenseProposalStatus = strawberry.field(description="Whether it waits")
    decided_at: datetime | None = strawberry.field(description="When it was taken up, dismissed or withdrawn")
    objection: str | None = strawberry.field(description="Why it was dismissed")
    visit: VisitRef | None = related("Visit", key="visit_id", description="Which visit cost it")
    event: EventRef | None = related("Event", key="event_id", description="Which event cost it")
    expense: ExpenseRef | None = related("Expense", key="expense_id", description="What was entered for it")


@strawberry.input(description="Proposed expenses that match every given field.")
class ExpenseProposalFilter:
    status: ExpenseProposalStatus | None = strawberry.field(default=None, description="In this state")
    visit_id: strawberry.ID | None = strawberry.field(default=None, description="Of this visit")
    event_id: strawberry.ID | None = strawberry.field(default=None, description="Of this event")


ExpenseProposalOrder = order_of("ExpenseProposal", created=("id",))


@strawberry.type
class ExpenseProposalQueries:
    expense_proposals: Connection[ExpenseProposal] = listing(
        Listing("ExpenseProposal"),
        "What visits and events cost and somebody may take up, oldest first",
        filter=among(ExpenseProposalFilter, "Only proposals that match"),
        order_by=by(ExpenseProposalOrder),
    )
    expense_proposal: ExpenseProposal | None = single("ExpenseProposal", "One proposed expense")
