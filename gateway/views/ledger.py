"""ledger_view: double-entry transactions; accounts name participants by id only."""

from sqlalchemy import Column, DateTime, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import LEDGER
from gateway.views.view import View, view_table

TABLE = view_table(
    "ledger_view",
    Column("grant_id", Uuid),
    Column("payment_order_id", Uuid),
    Column("description", JSONB, nullable=False),
    Column("posted_at", DateTime(timezone=True), nullable=False),
    Column("entries", JSONB, nullable=False),
    indexed=[("posted_at", "id"), ("grant_id", "id")],
)

VIEW = View(
    type="LedgerTransaction",
    table=TABLE,
    reads=(LEDGER,),
    order=("posted_at", "id"),
    rows="""
    SELECT l.id, l.version,
           (l.state->>'grant_id')::uuid, (l.state->>'payment_order_id')::uuid, l.state->'description',
           (l.state->>'posted_at')::timestamptz, l.state->'entries'
    FROM mirror_ledger l
    WHERE l.id = ANY(:ledger)
    """,
)
