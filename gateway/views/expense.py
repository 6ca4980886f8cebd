"""expense_view: what the office spent on visits, events and staff travel, and who may pay for it."""

from sqlalchemy import Column, Date, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import EXPENSE
from gateway.views.view import View, view_table

TABLE = view_table(
    "expense_view",
    Column("budget_id", Uuid, nullable=False),
    Column("event_id", Uuid),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("incurred_on", Date, nullable=False),
    Column("amount", JSONB, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("objection", Text),
    indexed=[("budget_id", "id"), ("event_id", "id"), ("status", "id")],
)

VIEW = View(
    type="Expense",
    table=TABLE,
    reads=(EXPENSE,),
    rows="""
    SELECT e.id, e.version,
           (e.state->>'budget_id')::uuid, (e.state->>'event_id')::uuid, e.state->>'kind', e.state->>'purpose',
           (e.state->>'incurred_on')::date, e.state->'amount', e.state->>'receipt', e.state->>'status',
           (e.state->>'decided_at')::timestamptz, e.state->>'objection'
    FROM mirror_expense e
    WHERE e.id = ANY(:expense)
    """,
)
