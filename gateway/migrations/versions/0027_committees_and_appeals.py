"""Committees, minutes and appeals, as calls and applications show them. None is older than this release."""

from alembic import op

revision = "0027"
down_revision = "0026"

CHANGES = (
    """
    ALTER TABLE call_view
        ADD COLUMN committee JSONB NOT NULL DEFAULT '[]',
        ADD COLUMN minutes JSONB,
        ADD COLUMN appeals_until DATE
    """,
    "ALTER TABLE application_view ADD COLUMN appeal_status TEXT",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
