"""partner_view: institutions an agreement can be made with."""

from sqlalchemy import Column, Date, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from gateway.views.mirrors import PARTNER
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
    Column("search", TSVECTOR, nullable=False, doc="Name, city and Erasmus code, folded for search"),
    indexed=[("name", "id"), ("country", "name", "id"), ("erasmus_code", "id")],
)
Index("ix_partner_view_search", TABLE.c.search, postgresql_using="gin")

VIEW = View(
    type="Partner",
    table=TABLE,
    reads=(PARTNER,),
    order=("name", "id"),
    rows="""
    SELECT p.id, p.version,
           p.state->>'name', p.state->>'country', p.state->>'city', p.state->>'erasmus_code', p.state->>'pic',
           p.state->>'oid', p.state->>'website',
           (p.state->>'charter_start')::date, (p.state->>'charter_end')::date,
           to_tsvector('simple', kervan_fold(concat_ws(
               ' ', p.state->>'name', p.state->>'city', p.state->>'erasmus_code')))
    FROM mirror_partner p
    WHERE p.id = ANY(:partner)
    """,
)
