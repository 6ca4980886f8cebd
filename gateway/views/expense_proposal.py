"""expense_proposal_view: what visits and events cost, and whether somebody took it up as an expense."""

from sqlalchemy import Column, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import EXPENSE_PROPOSAL
from gateway.views.view import View, view_table

TABLE = view_table(
    "expense_proposal_view",
    Column("kind", Text, nullable=False),
    Column("visit_id", Uuid),
    Column("event_id", Uuid),
    Column("cost", Text, nullable=False),
    Column("amount", JSONB, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("expense_id", Uuid),
    Column("decided_at", DateTime(timezone=True)),
    Column("objection", Text),
    indexed=[("visit_id", "id"), ("event_id", "id"), ("status", "id")],
)

VIEW = View(
    type="ExpenseProposal",
    table=TABLE,
    reads=(EXPENSE_PROPOSAL,),
    rows="""
    SELECT p.id, p.version,
           p.state->>'kind', (p.state->>'visit_id')::uuid, (p.state->>'event_id')::uuid, p.state->>'cost',
           p.state->'amount', (p.state->>'proposed_at')::timestamptz, p.state->>'status',
           (p.state->>'expense_id')::uuid, (p.state->>'decided_at')::timestamptz, p.state->>'objection'
    FROM mirror_expense_proposal p
    WHERE p.id = ANY(:expense_proposal)
    """,
)
