"""application_view: applications with their score lines, the applicant and the call's state."""

from sqlalchemy import Column, DateTime, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import APPLICATION, CALL, PERSON
from gateway.views.view import View, view_table

TABLE = view_table(
    "application_view",
    Column("call_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text, nullable=False),
    Column("eqf_level", Text, nullable=False),
    Column("isced_code", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("score", Numeric),
    Column("rank", Integer),
    Column("preferences", JSONB, nullable=False),
    Column("score_lines", JSONB, nullable=False),
    Column("refused_by", JSONB, nullable=False),
    Column("appeal_status", Text),
    Column("call_status", Text, doc="Null until the call is known: its lists count as not public"),
    Column("person", JSONB),
    indexed=[
        ("call_id", "id"),
        ("call_id", "rank", "id"),
        ("person_id", "id"),
        ("faculty", "id"),
        ("submitted_at", "id"),
        ("status", "id"),
    ],
)

VIEW = View(
    type="Application",
    table=TABLE,
    reads=(APPLICATION, PERSON, CALL),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:application) AS id
        UNION SELECT id FROM mirror_application WHERE person_id = ANY(:person)
        UNION SELECT id FROM mirror_application WHERE call_id = ANY(:call)
    )
    SELECT a.id, a.version,
           a.call_id, a.person_id, a.state->>'faculty', a.state->>'eqf_level', a.state->>'isced_code',
           a.state->>'status', (a.state->>'submitted_at')::timestamptz, (a.state->>'score')::numeric,
           (a.state->>'rank')::int, a.state->'preferences', a.state->'score_lines', a.state->'refused_by',
           a.state->>'appeal_status',
           c.state->>'status',
           {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_application a USING (id)
    LEFT JOIN mirror_person p ON p.id = a.person_id
    LEFT JOIN mirror_call c ON c.id = a.call_id
    """,
)
