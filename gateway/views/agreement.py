"""agreement_view: agreements in every state, each with its partner."""

from sqlalchemy import Boolean, Column, Date, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from gateway.views import docs
from gateway.views.mirrors import AGREEMENT, PARTNER
from gateway.views.view import View, view_table

TABLE = view_table(
    "agreement_view",
    Column("reference", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_year", Text, nullable=False),
    Column("last_year", Text, nullable=False),
    Column("signed_on", Date),
    Column("imported", Boolean, nullable=False),
    Column("conditions", JSONB, nullable=False),
    Column("signatures", JSONB, nullable=False),
    Column("partner", JSONB),
    Column("search", TSVECTOR, nullable=False, doc="Reference and partner's name, folded for search"),
    indexed=[
        ("partner_id", "id"),
        ("status", "id"),
        ("programme", "id"),
        ("programme", "signed_on"),
        ("reference", "id"),
    ],
)
Index("ix_agreement_view_search", TABLE.c.search, postgresql_using="gin")

VIEW = View(
    type="Agreement",
    table=TABLE,
    reads=(AGREEMENT, PARTNER),
    docs={"partner": docs.PARTNER},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:agreement) AS id
        UNION SELECT id FROM mirror_agreement WHERE partner_id = ANY(:partner)
    )
    SELECT a.id, a.version,
           a.state->>'reference', a.state->>'programme', a.partner_id, a.state->>'status',
           a.state->>'first_year', a.state->>'last_year', (a.state->>'signed_on')::date,
           (a.state->>'imported')::boolean, a.state->'conditions', a.state->'signatures',
           {docs.PARTNER.of("p.state")},
           to_tsvector('simple', kervan_fold(concat_ws(' ', a.state->>'reference', p.state->>'name')))
    FROM touched JOIN mirror_agreement a USING (id) LEFT JOIN mirror_partner p ON p.id = a.partner_id
    """,
)
