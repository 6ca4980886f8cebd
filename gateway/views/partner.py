"""partner_view: institutions an agreement can be made with.

One whose record was merged into another is there by its id, and no search finds it.
"""

from sqlalchemy import Boolean, Column, Date, Index, Numeric, Text, Uuid
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
    Column("latitude", Numeric),
    Column("longitude", Numeric),
    Column("merged", Boolean, nullable=False, doc="Another record took its place"),
    Column("merged_into_id", Uuid),
    Column("search", TSVECTOR, nullable=False, doc="Name, city and Erasmus code, folded"),
    indexed=[("name", "id"), ("country", "name", "id"), ("erasmus_code", "id"), ("merged", "name", "id")],
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
           (p.state->>'latitude')::numeric, (p.state->>'longitude')::numeric,
           p.merged_into IS NOT NULL, p.merged_into,
           to_tsvector('simple', kervan_fold(CASE WHEN p.merged_into IS NULL THEN concat_ws(
               ' ', p.state->>'name', p.state->>'city', p.state->>'erasmus_code') ELSE '' END))
    FROM mirror_partner p
    WHERE p.id = ANY(:partner)
    """,
)
