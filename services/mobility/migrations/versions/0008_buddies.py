"""Whether a buddy agreed. Whoever was named so far helps already."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    "ALTER TABLE incoming ADD COLUMN buddy_status text",
    """
    UPDATE incoming SET buddy_status =
        CASE WHEN m.status IN ('completed', 'withdrawn') THEN 'ended' ELSE 'agreed' END
    FROM mobility m WHERE m.id = incoming.mobility_id AND incoming.buddy_id IS NOT NULL
    """,
    "CREATE INDEX ix_incoming_buddy ON incoming (buddy_id)",
    "CREATE INDEX ix_incoming_mobility ON incoming (mobility_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
