"""call_view: calls for applications."""

from sqlalchemy import Column, Date, DateTime, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import CALL
from gateway.views.view import View, view_table

TABLE = view_table(
    "call_view",
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", JSONB, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("stay_begins", Date),
    Column("stay_ends", Date),
    Column("agreement_ids", JSONB, nullable=False),
    Column("committee", JSONB, nullable=False),
    Column("minutes", JSONB),
    Column("appeals_until", Date),
    indexed=[("programme", "call_year", "id"), ("status", "id"), ("closes_at", "id"), ("call_year", "id")],
)

VIEW = View(
    type="Call",
    table=TABLE,
    reads=(CALL,),
    rows="""
    SELECT c.id, c.version,
           c.state->>'programme', (c.state->>'call_year')::int, c.state->>'academic_year', c.state->>'kind',
           c.state->'title', (c.state->>'opens_at')::timestamptz, (c.state->>'closes_at')::timestamptz,
           c.state->>'status', (c.state->>'stay_begins')::date, (c.state->>'stay_ends')::date,
           c.state->'agreement_ids', coalesce(c.state->'committee', '[]'),
           nullif(c.state->'minutes', 'null'), (c.state->>'appeals_until')::date
    FROM mirror_call c
    WHERE c.id = ANY(:call)
    """,
)
