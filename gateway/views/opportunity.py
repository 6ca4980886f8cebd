"""opportunity_view: what others offer, until its deadline."""

from sqlalchemy import Column, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import OPPORTUNITY
from gateway.views.view import View, view_table

TABLE = view_table(
    "opportunity_view",
    Column("kind", Text, nullable=False),
    Column("title", JSONB, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("deadline", DateTime(timezone=True), nullable=False),
    Column("faculties", JSONB, nullable=False),
    Column("eqf_levels", JSONB, nullable=False),
    Column("languages", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    indexed=[("deadline", "id"), ("status", "deadline", "id"), ("kind", "deadline", "id")],
)

VIEW = View(
    type="Opportunity",
    table=TABLE,
    reads=(OPPORTUNITY,),
    order=("deadline", "id"),
    rows="""
    SELECT o.id, o.version,
           o.state->>'kind', o.state->'title', o.state->'body', o.state->>'source', o.state->>'url',
           (o.state->>'deadline')::timestamptz, o.state->'faculties', o.state->'eqf_levels',
           o.state->'languages', o.state->>'status'
    FROM mirror_opportunity o
    WHERE o.id = ANY(:opportunity)
    """,
)
