"""registration_view: who is invited, registered or waiting for which event."""

from sqlalchemy import Column, DateTime, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import PERSON, REGISTRATION
from gateway.views.view import View, view_table

TABLE = view_table(
    "registration_view",
    Column("event_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("status", Text, nullable=False),
    Column("place_in_line", Integer),
    Column("placement", Text),
    Column("attended", JSONB, nullable=False),
    Column("completion", JSONB(none_as_null=True)),
    Column("check_in_code", Text),
    Column("checked_in_at", DateTime(timezone=True)),
    Column("rating", Integer),
    Column("hours", Numeric),
    Column("person", JSONB),
    indexed=[("event_id", "id"), ("person_id", "id"), ("faculty", "id"), ("status", "id")],
)

VIEW = View(
    type="Registration",
    table=TABLE,
    reads=(REGISTRATION, PERSON),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:registration) AS id
        UNION SELECT id FROM mirror_registration WHERE person_id = ANY(:person)
    )
    SELECT r.id, r.version,
           r.event_id, r.person_id, r.state->>'faculty', r.state->>'status', (r.state->>'place_in_line')::int,
           r.state->>'placement', coalesce(r.state->'attended', '[]'), nullif(r.state->'completion', 'null'),
           r.state->>'check_in_code',
           (r.state->>'checked_in_at')::timestamptz,
           (r.state->>'rating')::int, (r.state->>'hours')::numeric,
           {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_registration r USING (id)
    LEFT JOIN mirror_person p ON p.id = r.person_id
    WHERE r.state IS NOT NULL
    """,
)
