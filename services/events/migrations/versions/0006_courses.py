"""Courses: sessions, placement results, attendance, completion. What there was has none of them."""

from alembic import op

revision = "0006"
down_revision = "0005"

CHANGES = (
    "ALTER TABLE gathering ADD COLUMN course jsonb",
    """
    ALTER TABLE registration
        ADD COLUMN placement text,
        ADD COLUMN attended integer[] NOT NULL DEFAULT '{}',
        ADD COLUMN completion jsonb,
        ADD CONSTRAINT ck_registration_completion
            CHECK (completion IS NULL OR status = 'registered') NOT VALID
    """,
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
