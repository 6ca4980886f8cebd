"""grant_view: the money of each mobility, with the participant."""

from sqlalchemy import Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import GRANT, PERSON
from gateway.views.parts import instalments_of
from gateway.views.view import View, view_table

TABLE = view_table(
    "grant_view",
    Column("mobility_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("rank", Integer),
    Column("status", Text, nullable=False),
    Column("days", Integer),
    Column("amount", JSONB(none_as_null=True)),
    Column("contract_amount", JSONB(none_as_null=True)),
    Column("paid", JSONB, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("instalments", JSONB, nullable=False),
    Column("recovery", JSONB(none_as_null=True)),
    Column("waiting_for", JSONB(none_as_null=True)),
    Column("recovery_due_on", Date),
    Column("person", JSONB),
    indexed=[
        ("mobility_id", "id"),
        ("person_id", "id"),
        ("faculty", "id"),
        ("status", "id"),
        ("programme", "call_year", "id"),
        ("call_year", "id"),
        ("recovery_due_on", "id"),
    ],
)

VIEW = View(
    type="Grant",
    table=TABLE,
    reads=(GRANT, PERSON),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:grant) AS id
        UNION SELECT id FROM mirror_grant WHERE person_id = ANY(:person)
    )
    SELECT g.id, g.version,
           g.mobility_id, g.person_id, g.state->>'faculty', g.state->>'programme',
           (g.state->>'call_year')::int, (g.state->>'rank')::int, g.state->>'status', (g.state->>'days')::int,
           nullif(g.state->'amount', 'null'), nullif(g.state->'contract_amount', 'null'), g.state->'paid',
           g.state->'lines',
           {instalments_of("g.state")},
           nullif(g.state->'recovery', 'null'),
           nullif(g.state->'waiting_for', 'null'),
           (g.state#>>'{{recovery,plan,next_due_on}}')::date,
           {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_grant g USING (id)
    LEFT JOIN mirror_person p ON p.id = g.person_id
    """,
)
