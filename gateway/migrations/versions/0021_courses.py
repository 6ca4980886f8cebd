"""Courses: what was told so far has none of it, so rows need no filling."""

from alembic import op

revision = "0021"
down_revision = "0020"

CHANGES = (
    "ALTER TABLE event_view ADD COLUMN course jsonb",
    """
    ALTER TABLE registration_view
        ADD COLUMN placement text,
        ADD COLUMN attended jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN completion jsonb
    """,
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
