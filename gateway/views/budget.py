"""budget_view: allocations by programme and call year, with what is left."""

from sqlalchemy import Column, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import BUDGET
from gateway.views.view import View, view_table

TABLE = view_table(
    "budget_view",
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("allocated", JSONB, nullable=False),
    Column("reserved", JSONB, nullable=False),
    Column("spent", JSONB, nullable=False),
    Column("available", JSONB, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("contract", JSONB(none_as_null=True)),
    Column("support", JSONB, nullable=False),
    indexed=[("programme", "call_year", "id"), ("call_year", "id")],
)

VIEW = View(
    type="Budget",
    table=TABLE,
    reads=(BUDGET,),
    rows="""
    SELECT b.id, b.version,
           b.state->>'programme', (b.state->>'call_year')::int, b.state->'allocated', b.state->'reserved',
           b.state->'spent', b.state->'available', coalesce(b.state->'lines', '[]'),
           nullif(b.state->'contract', 'null'), coalesce(b.state->'support', '[]')
    FROM mirror_budget b
    WHERE b.id = ANY(:budget)
    """,
)
