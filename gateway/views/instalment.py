"""instalment_view: one row for each instalment of every grant."""

from sqlalchemy import Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import GRANT
from gateway.views.parts import part_id
from gateway.views.view import View, view_table

NO_DAY = "9999-12-30"
"""Sorts what has no day yet behind the rest. The day after it is infinity to asyncpg."""

TABLE = view_table(
    "instalment_view",
    Column("grant_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", JSONB, nullable=False),
    Column("due_on", Date),
    Column("due_by", Date, nullable=False, doc="due_on, or NO_DAY"),
    Column("status", Text, nullable=False),
    Column("payment_order_id", Uuid),
    indexed=[
        ("due_by", "id"),
        ("status", "due_by", "id"),
        ("programme", "call_year", "due_by", "id"),
        ("call_year", "due_by", "id"),
        ("faculty", "due_by", "id"),
        ("person_id", "due_by", "id"),
        ("grant_id", "id"),
    ],
)

VIEW = View(
    type="Instalment",
    table=TABLE,
    reads=(GRANT,),
    of="grant_id",
    order=("due_by", "id"),
    rows=f"""
    SELECT {part_id("g.id", "(i.each->>'number')")}, g.version,
           g.id, g.person_id, g.state->>'faculty', g.state->>'programme', (g.state->>'call_year')::int,
           (i.each->>'number')::int, i.each->>'kind', i.each->'amount', (i.each->>'due_on')::date,
           coalesce((i.each->>'due_on')::date, '{NO_DAY}'), i.each->>'status',
           (i.each->>'payment_order_id')::uuid
    FROM mirror_grant g CROSS JOIN LATERAL jsonb_array_elements(g.state->'instalments') AS i (each)
    WHERE g.id = ANY(:grant)
    """,
)
