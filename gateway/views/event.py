"""event_view: orientations, fairs, courses and visits with the places taken."""

from sqlalchemy import Boolean, Column, DateTime, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import EVENT
from gateway.views.view import View, view_table

TABLE = view_table(
    "event_view",
    Column("kind", Text, nullable=False),
    Column("title", JSONB, nullable=False),
    Column("begins_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("venue", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("registered", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("attended", Integer, nullable=False),
    Column("no_show", Integer, nullable=False),
    Column("rated", Integer, nullable=False),
    Column("rating_mean", Numeric),
    Column("call_id", Uuid),
    Column("status", Text, nullable=False),
    Column("course", JSONB(none_as_null=True)),
    Column("hours", Numeric),
    Column("confirmed_hours", Numeric, nullable=False),
    Column("volunteering", Boolean, nullable=False),
    indexed=[
        ("begins_at", "id"),
        ("call_id", "id"),
        ("status", "id"),
        ("kind", "id"),
        ("volunteering", "begins_at", "id"),
    ],
)

VIEW = View(
    type="Event",
    table=TABLE,
    reads=(EVENT,),
    order=("begins_at", "id"),
    rows="""
    SELECT e.id, e.version,
           e.state->>'kind', e.state->'title', (e.state->>'begins_at')::timestamptz,
           (e.state->>'ends_at')::timestamptz, e.state->>'venue', (e.state->>'capacity')::int,
           (e.state->>'registered')::int, (e.state->>'waiting')::int, came.attended,
           (e.state->>'registered')::int - came.attended, came.rated,
           round((e.state->>'rating_total')::numeric / nullif(came.rated, 0), 2), (e.state->>'call_id')::uuid,
           e.state->>'status', nullif(e.state->'course', 'null'),
           (e.state->>'hours')::numeric, coalesce((e.state->>'confirmed_hours')::numeric, 0),
           e.state->>'hours' IS NOT NULL
    FROM mirror_event e, LATERAL (
        SELECT coalesce((e.state->>'attended')::int, 0) AS attended,
               coalesce((e.state->>'rated')::int, 0) AS rated
    ) came
    WHERE e.id = ANY(:event)
    """,
)
