"""grant_view: the money of each mobility, with the participant and the payment orders."""

from sqlalchemy import Column, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import GRANT, PAYMENT_ORDER, PERSON
from gateway.views.view import Doc, View, view_table

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
    Column("person", JSONB),
    Column("payment_orders", JSONB, nullable=False),
    indexed=[
        ("mobility_id", "id"),
        ("person_id", "id"),
        ("faculty", "id"),
        ("status", "id"),
        ("programme", "call_year", "id"),
    ],
)

VIEW = View(
    type="Grant",
    table=TABLE,
    reads=(GRANT, PERSON, PAYMENT_ORDER),
    docs={"person": Doc("Person"), "payment_orders": Doc("PaymentOrder", many=True)},
    rows="""
    WITH touched AS (
        SELECT unnest(:grant) AS id
        UNION SELECT id FROM mirror_grant WHERE person_id = ANY(:person)
        UNION SELECT grant_id FROM mirror_payment_order WHERE id = ANY(:payment_order)
    )
    SELECT g.id, g.version,
           g.mobility_id, g.person_id, g.state->>'faculty', g.state->>'programme',
           (g.state->>'call_year')::int, (g.state->>'rank')::int, g.state->>'status', (g.state->>'days')::int,
           nullif(g.state->'amount', 'null'), nullif(g.state->'contract_amount', 'null'), g.state->'paid',
           g.state->'lines', g.state->'instalments', nullif(g.state->'recovery', 'null'),
           nullif(g.state->'waiting_for', 'null'), p.state,
           (SELECT coalesce(jsonb_agg(o.state ORDER BY o.id), '[]')
            FROM mirror_payment_order o WHERE o.grant_id = g.id)
    FROM touched JOIN mirror_grant g USING (id)
    LEFT JOIN mirror_person p ON p.id = g.person_id
    """,
)
