"""statement_line_view: lines of the bank's statements, and whose payment each answers."""

from sqlalchemy import Column, Date, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import STATEMENT_LINE
from gateway.views.view import View, view_table

TABLE = view_table(
    "statement_line_view",
    Column("order_id", Uuid),
    Column("line", Integer, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("direction", Text, nullable=False),
    Column("amount", JSONB, nullable=False),
    Column("account", Text),
    Column("status", Text, nullable=False),
    Column("problem", Text),
    Column("origin", Text),
    Column("decided_at", DateTime(timezone=True)),
    indexed=[("status", "id"), ("order_id", "id"), ("booked_on", "id")],
)

VIEW = View(
    type="StatementLine",
    table=TABLE,
    reads=(STATEMENT_LINE,),
    rows="""
    SELECT l.id, l.version,
           (l.state->>'order_id')::uuid, (l.state->>'line')::int, (l.state->>'taken_at')::timestamptz,
           (l.state->>'booked_on')::date, l.state->>'direction', l.state->'amount', l.state->>'account',
           l.state->>'status', l.state->>'problem', l.state->>'origin',
           (l.state->>'decided_at')::timestamptz
    FROM mirror_statement_line l
    WHERE l.id = ANY(:statement_line)
    """,
)
