"""project_view: the office's projects, from idea to closed report."""

from sqlalchemy import Column, Date, Text
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import PARTNER, PROJECT
from gateway.views.standing import MERGED_PARTNERS
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

PARTNERS = """
        SELECT coalesce(jsonb_agg(stands ORDER BY place), '[]') FROM (
            SELECT coalesce(w.merged_into::text, named) AS stands, min(place) AS place
            FROM jsonb_array_elements_text(p.state->'partner_ids') WITH ORDINALITY AS listed (named, place)
            LEFT JOIN mirror_partner w ON w.id = named::uuid GROUP BY 1
        ) AS each
"""

VIEW = View(
    type="Project",
    table=TABLE,
    reads=(PROJECT, PARTNER),
    order=("apply_by", "id"),
    rows=f"""
    WITH touched AS (
        SELECT unnest(:project) AS id
        UNION SELECT x.id FROM mirror_project x, {MERGED_PARTNERS} AS merged
        WHERE x.state->'partner_ids' ? merged.id::text
    )
    SELECT p.id, p.version,
           p.state->'title', p.state->>'call', p.state->>'source', (p.state->>'apply_by')::date,
           ({PARTNERS}), p.state->'members', nullif(p.state->'budget', 'null'),
           p.state->'documents', p.state->>'status', p.state->'tasks', nullif(p.state->'result', 'null')
    FROM touched JOIN mirror_project p USING (id)
    WHERE p.state IS NOT NULL
    """,
)
