"""payment_request_view: payments that are drafted, and whether somebody approved them."""

from sqlalchemy import Column, Date, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import PAYMENT_REQUEST, PERSON
from gateway.views.view import View, view_table

TABLE = view_table(
    "payment_request_view",
    Column("budget_id", Uuid, nullable=False),
    Column("grant_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("batch_id", Uuid),
    Column("faculty", Text),
    Column("instalment", Integer, nullable=False),
    Column("amount", JSONB, nullable=False),
    Column("due_on", Date),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("person", JSONB),
    indexed=[
        ("budget_id", "id"),
        ("grant_id", "id"),
        ("person_id", "id"),
        ("batch_id", "id"),
        ("status", "id"),
    ],
)

VIEW = View(
    type="PaymentRequest",
    table=TABLE,
    reads=(PAYMENT_REQUEST, PERSON),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:payment_request) AS id
        UNION SELECT id FROM mirror_payment_request WHERE person_id = ANY(:person)
    )
    SELECT r.id, r.version,
           (r.state->>'budget_id')::uuid, (r.state->>'grant_id')::uuid, r.person_id,
           (r.state->>'batch_id')::uuid, r.state->>'faculty', (r.state->>'instalment')::int,
           r.state->'amount',
           (r.state->>'due_on')::date, (r.state->>'drafted_at')::timestamptz, r.state->>'status',
           (r.state->>'decided_at')::timestamptz,
           {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_payment_request r USING (id)
    LEFT JOIN mirror_person p ON p.id = r.person_id
    """,
)
