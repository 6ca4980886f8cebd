"""announcement_view: what the office announces, with how often it was opened."""

from sqlalchemy import Column, DateTime, Text
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import ANNOUNCEMENT, ANNOUNCEMENT_REACH
from gateway.views.view import View, view_table

TABLE = view_table(
    "announcement_view",
    Column("title", JSONB, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("audience", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("publish_at", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True)),
    Column("begins_at", DateTime(timezone=True)),
    Column("ends_at", DateTime(timezone=True)),
    Column("venue", Text),
    Column("published_at", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("reach", JSONB),
    indexed=[("publish_at", "id"), ("status", "publish_at", "id"), ("audience", "publish_at", "id")],
)

VIEW = View(
    type="Announcement",
    table=TABLE,
    reads=(ANNOUNCEMENT, ANNOUNCEMENT_REACH),
    order=("publish_at", "id"),
    rows="""
    WITH touched AS (SELECT unnest(:announcement) AS id UNION SELECT unnest(:announcement_reach))
    SELECT a.id, a.version,
           a.state->'title', a.state->'body', a.state->>'audience', a.state->>'status',
           (a.state->>'publish_at')::timestamptz, (a.state->>'until')::timestamptz,
           (a.state->>'begins_at')::timestamptz, (a.state->>'ends_at')::timestamptz, a.state->>'venue',
           (a.state->>'published_at')::timestamptz, (a.state->>'changed_at')::timestamptz,
           r.state - 'id' - 'version'
    FROM touched JOIN mirror_announcement a USING (id)
    LEFT JOIN mirror_announcement_reach r ON r.id = a.id
    """,
)
