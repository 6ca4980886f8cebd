"""project_view: the office's projects, from idea to closed report."""

from sqlalchemy import Column, Date, Text
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import PROJECT
from gateway.views.view import View, view_table

TABLE = view_table(
    "project_view",
    Column("title", JSONB, nullable=False),
    Column("call", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("apply_by", Date, nullable=False),
    Column("partner_ids", JSONB, nullable=False),
    Column("members", JSONB, nullable=False),
    Column("budget", JSONB),
    Column("documents", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("tasks", JSONB, nullable=False),
    Column("result", JSONB),
    indexed=[("apply_by", "id"), ("status", "apply_by", "id")],
)

VIEW = View(
    type="Project",
    table=TABLE,
    reads=(PROJECT,),
    order=("apply_by", "id"),
    rows="""
    SELECT p.id, p.version,
           p.state->'title', p.state->>'call', p.state->>'source', (p.state->>'apply_by')::date,
           p.state->'partner_ids', p.state->'members', nullif(p.state->'budget', 'null'),
           p.state->'documents', p.state->>'status', p.state->'tasks', nullif(p.state->'result', 'null')
    FROM mirror_project p
    WHERE p.id = ANY(:project) AND p.state IS NOT NULL
    """,
)
