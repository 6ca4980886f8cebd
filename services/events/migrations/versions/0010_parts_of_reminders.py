"""Several deadlines of one aggregate: a task of a stay or of an event's plan is a part with its name."""

from alembic import op

revision = "0010"
down_revision = "0009"

CHANGES = (
    "ALTER TABLE reminder ADD COLUMN part text, ADD COLUMN name jsonb",
    "ALTER TABLE reminder DROP CONSTRAINT uq_reminder_kind_about",
    """
    ALTER TABLE reminder
        ADD CONSTRAINT uq_reminder_kind_about_part UNIQUE NULLS NOT DISTINCT (kind, about, part)
    """,
    "ALTER TABLE reminder ADD CONSTRAINT ck_reminder_name CHECK ((part IS NULL) = (name IS NULL))",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
