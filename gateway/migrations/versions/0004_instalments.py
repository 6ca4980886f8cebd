"""Instalments as rows and objects of their own, filled from the grants that are there.

A consumer of the old code that still runs writes grants whose instalments have no ids: stop it first, or run
``python -m gateway rebuild`` afterwards.
"""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = (
    """
    CREATE TABLE instalment_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        grant_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        amount JSONB NOT NULL,
        due_on DATE,
        due_by DATE NOT NULL,
        status TEXT NOT NULL,
        payment_order_id UUID,
        CONSTRAINT pk_instalment_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_instalment_view_due_by_id ON instalment_view (due_by, id)",
    "CREATE INDEX ix_instalment_view_status_due_by_id ON instalment_view (status, due_by, id)",
    "CREATE INDEX ix_instalment_view_programme_call_year_due_by_id "
    "ON instalment_view (programme, call_year, due_by, id)",
    "CREATE INDEX ix_instalment_view_call_year_due_by_id ON instalment_view (call_year, due_by, id)",
    "CREATE INDEX ix_instalment_view_faculty_due_by_id ON instalment_view (faculty, due_by, id)",
    "CREATE INDEX ix_instalment_view_person_id_due_by_id ON instalment_view (person_id, due_by, id)",
    "CREATE INDEX ix_instalment_view_grant_id_id ON instalment_view (grant_id, id)",
)

# The names that views/parts.py gives; a table of this transaction, so that each is computed once.
NAMED = """
    CREATE TEMPORARY TABLE instalment_named ON COMMIT DROP AS
    SELECT g.id AS grant_id, i.each, i.at,
           overlay(overlay(
               left(encode(sha256(convert_to(g.id::text || '.' || (i.each->>'number'), 'UTF8')), 'hex'), 32)
               PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid AS id
    FROM mirror_grant g
    CROSS JOIN LATERAL jsonb_array_elements(g.state->'instalments') WITH ORDINALITY AS i (each, at)
"""
FILL = (
    NAMED,
    """
    INSERT INTO instalment_view
    SELECT n.id, g.version, g.id, g.person_id, g.state->>'faculty', g.state->>'programme',
           (g.state->>'call_year')::int, (n.each->>'number')::int, n.each->>'kind', n.each->'amount',
           (n.each->>'due_on')::date, coalesce((n.each->>'due_on')::date, '9999-12-30'), n.each->>'status',
           (n.each->>'payment_order_id')::uuid
    FROM instalment_named n JOIN mirror_grant g ON g.id = n.grant_id
    """,
    """
    CREATE TEMPORARY TABLE instalment_listed ON COMMIT DROP AS
    SELECT g.id AS grant_id,
           jsonb_agg(n.each || jsonb_build_object('id', n.id, 'version', g.version, 'grant_id', g.id,
                                                  'person_id', g.person_id) ORDER BY n.at) AS instalments
    FROM instalment_named n JOIN mirror_grant g ON g.id = n.grant_id
    GROUP BY g.id
    """,
    """
    UPDATE grant_view v SET instalments = l.instalments FROM instalment_listed l WHERE l.grant_id = v.id
    """,
    """
    UPDATE mobility_view v
    SET "grant" = v."grant" || jsonb_build_object('instalments', jsonb_strip_nulls(l.instalments))
    FROM instalment_listed l WHERE l.grant_id = v.grant_id
    """,
)


def upgrade() -> None:
    for statement in (*TABLES, *FILL):
        op.execute(statement)
