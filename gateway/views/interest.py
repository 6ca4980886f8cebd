"""interest_view: what people want to hear of, and of what by mail."""

from sqlalchemy import Column, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import INTEREST, PERSON
from gateway.views.view import View, view_table

TABLE = view_table(
    "interest_view",
    Column("person_id", Uuid, nullable=False),
    Column("kinds", JSONB, nullable=False),
    Column("languages", JSONB, nullable=False),
    Column("mail_kinds", JSONB, nullable=False),
    Column("person", JSONB),
    indexed=[("person_id", "id")],
)

VIEW = View(
    type="Interest",
    table=TABLE,
    reads=(INTEREST, PERSON),
    docs={"person": docs.PERSON},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:interest) AS id
        UNION SELECT id FROM mirror_interest WHERE person_id = ANY(:person)
    )
    SELECT i.id, i.version,
           i.person_id, i.state->'kinds', i.state->'languages', i.state->'mail_kinds',
           {docs.PERSON.of("p.state")}
    FROM touched JOIN mirror_interest i USING (id)
    LEFT JOIN mirror_person p ON p.id = i.person_id
    WHERE i.state IS NOT NULL
    """,
)
