"""payment_order_view: what the finance office was asked to pay, and what it answered."""

from sqlalchemy import Column, Date, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import PAYMENT_ORDER, PERSON
from gateway.views.view import View, view_table

TABLE = view_table(
    "payment_order_view",
    Column("grant_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("instalment", Integer, nullable=False),
    Column("amount", JSONB, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date),
    Column("status", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    Column("rejection", JSONB(none_as_null=True)),
    Column("person", JSONB),
    indexed=[
        ("grant_id", "id"),
        ("person_id", "id"),
        ("faculty", "id"),
        ("status", "id"),
        ("issued_at", "id"),
    ],
)

VIEW = View(
    type="PaymentOrder",
    table=TABLE,
    reads=(PAYMENT_ORDER, PERSON),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:payment_order) AS id
        UNION SELECT id FROM mirror_payment_order WHERE person_id = ANY(:person)
    )
    SELECT o.id, o.version,
           o.grant_id, o.person_id, o.state->>'faculty', (o.state->>'instalment')::int, o.state->'amount',
           (o.state->>'issued_at')::timestamptz, (o.state->>'due_on')::date, o.state->>'status',
           (o.state->>'answered_at')::timestamptz, nullif(o.state->'rejection', 'null'),
           {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_payment_order o USING (id)
    LEFT JOIN mirror_person p ON p.id = o.person_id
    """,
)
