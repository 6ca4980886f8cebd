"""payment_batch_view: payments that are approved and sent together."""

from sqlalchemy import Column, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import PAYMENT_BATCH
from gateway.views.view import View, view_table

TABLE = view_table(
    "payment_batch_view",
    Column("budget_id", Uuid, nullable=False),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("payments", Integer, nullable=False),
    Column("total", JSONB, nullable=False),
    Column("gathered_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    indexed=[("budget_id", "id"), ("status", "id")],
)

VIEW = View(
    type="PaymentBatch",
    table=TABLE,
    reads=(PAYMENT_BATCH,),
    rows="""
    SELECT b.id, b.version,
           (b.state->>'budget_id')::uuid, b.state->>'programme', (b.state->>'call_year')::int,
           b.state->>'channel', b.state->>'status', (b.state->>'count')::int, b.state->'total',
           (b.state->>'gathered_at')::timestamptz, (b.state->>'closed_at')::timestamptz
    FROM mirror_payment_batch b
    WHERE b.id = ANY(:payment_batch)
    """,
)
