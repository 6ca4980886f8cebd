"""volunteer_view: whose hours of volunteering the office confirmed, and how many in all.

The row goes with the person's erasure.
"""

from sqlalchemy import Column, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import PERSON, REGISTRATION
from gateway.views.view import View, view_table

TABLE = view_table(
    "volunteer_view",
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("hours", Numeric, nullable=False),
    Column("activities", Integer, nullable=False),
    Column("person", JSONB),
    indexed=[("hours", "id"), ("faculty", "id")],
)

VIEW = View(
    type="Volunteer",
    table=TABLE,
    reads=(PERSON, REGISTRATION),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:person) AS id
        UNION SELECT person_id FROM mirror_registration
        WHERE id = ANY(:registration) AND state->>'hours' IS NOT NULL
    )
    SELECT p.id, p.version,
           p.id, p.state->>'faculty', given.hours, given.activities, {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_person p USING (id),
    LATERAL (
        SELECT sum((r.state->>'hours')::numeric) AS hours,
               count(*) FILTER (WHERE (r.state->>'hours')::numeric > 0) AS activities
        FROM mirror_registration r
        WHERE r.person_id = p.id AND r.state->>'hours' IS NOT NULL
    ) given
    WHERE p.state IS NOT NULL AND given.hours IS NOT NULL
    """,
)
