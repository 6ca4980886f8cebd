"""partner_view: institutions of the directory, with how many agreements stand with each."""

from sqlalchemy import Column, Date, Index, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from gateway.views.mirrors import AGREEMENT, PARTNER
from gateway.views.view import View, view_table

TABLE = view_table(
    "partner_view",
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("city", Text),
    Column("erasmus_code", Text),
    Column("pic", Text),
    Column("oid", Text),
    Column("website", Text),
    Column("charter_start", Date),
    Column("charter_end", Date),
    Column("agreement_count", Integer, nullable=False),
    Column("active_agreement_count", Integer, nullable=False),
    Column("search", TSVECTOR, nullable=False, comment="Name, city and Erasmus code, folded for search"),
    indexed=[("name", "id"), ("country", "name", "id")],
)
Index("ix_partner_view_search", TABLE.c.search, postgresql_using="gin")

VIEW = View(
    type="Partner",
    table=TABLE,
    reads=(PARTNER, AGREEMENT),
    order=("name", "id"),
    rows="""
    WITH touched AS (
        SELECT unnest(:partner) AS id
        UNION SELECT partner_id FROM mirror_agreement WHERE id = ANY(:agreement)
    )
    SELECT p.id, p.version,
           p.state->>'name', p.state->>'country', p.state->>'city', p.state->>'erasmus_code', p.state->>'pic',
           p.state->>'oid', p.state->>'website',
           (p.state->>'charter_start')::date, (p.state->>'charter_end')::date,
           (SELECT count(*) FROM mirror_agreement a WHERE a.partner_id = p.id),
           (SELECT count(*) FROM mirror_agreement a
            WHERE a.partner_id = p.id AND a.state->>'status' = 'active'),
           to_tsvector('simple', kervan_fold(concat_ws(
               ' ', p.state->>'name', p.state->>'city', p.state->>'erasmus_code')))
    FROM touched JOIN mirror_partner p USING (id)
    """,
)
