"""Guests and their buddies: whether somebody agreed, and by which name they know each other."""

from alembic import op

revision = "0026"
down_revision = "0025"

CHANGES = (
    """
    ALTER TABLE incoming_view
        ADD COLUMN buddy_status text,
        ADD COLUMN guest_name text,
        ADD COLUMN buddy_name text
    """,
    "CREATE INDEX ix_incoming_view_buddy_id_id ON incoming_view (buddy_id, id)",
    """
    UPDATE incoming_view v
    SET guest_name = nullif(concat_ws(' ', g.state->>'given_name', g.state->>'family_name'), '')
    FROM mirror_person g WHERE g.id = v.person_id
    """,
    """
    UPDATE incoming_view v
    SET buddy_name = nullif(concat_ws(' ', b.state->>'given_name', b.state->>'family_name'), '')
    FROM mirror_person b WHERE b.id = v.buddy_id
    """,
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
