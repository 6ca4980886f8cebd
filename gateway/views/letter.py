"""letter_view: the correspondence register, without the letters' words."""

from sqlalchemy import Boolean, Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import LETTER
from gateway.views.view import View, view_table

TABLE = view_table(
    "letter_view",
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("direction", Text, nullable=False),
    Column("written_on", Date, nullable=False),
    Column("subject", JSONB, nullable=False),
    Column("party", Text, nullable=False),
    Column("partner_id", Uuid),
    Column("agreement_id", Uuid),
    Column("their_reference", Text),
    Column("attachments", JSONB, nullable=False),
    Column("template", Text),
    Column("annulled", Boolean, nullable=False),
    indexed=[
        ("year", "number", "id"),
        ("direction", "year", "number", "id"),
        ("partner_id", "year", "number", "id"),
        ("agreement_id", "year", "number", "id"),
    ],
)

VIEW = View(
    type="Letter",
    table=TABLE,
    reads=(LETTER,),
    order=("year", "number", "id"),
    rows="""
    SELECT l.id, l.version,
           (l.state->>'year')::integer, (l.state->>'number')::integer, l.state->>'direction',
           (l.state->>'written_on')::date, l.state->'subject', l.state->>'party',
           (l.state->>'partner_id')::uuid, (l.state->>'agreement_id')::uuid, l.state->>'their_reference',
           l.state->'attachments', l.state->>'template', (l.state->>'annulled')::boolean
    FROM mirror_letter l
    WHERE l.id = ANY(:letter)
    """,
)
