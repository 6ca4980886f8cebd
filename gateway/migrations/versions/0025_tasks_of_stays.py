"""What a task is required for, whose work it is, and reminders of tasks; nothing of it was told so far."""

from alembic import op

revision = "0025"
down_revision = "0024"

CHANGES = (
    """
    ALTER TABLE mobility_task_view
        ADD COLUMN required_for text,
        ADD COLUMN waits_for text NOT NULL DEFAULT 'person'
    """,
    "ALTER TABLE mobility_task_view ALTER COLUMN waits_for DROP DEFAULT",
    "ALTER TABLE reminder_view ADD COLUMN task_id uuid",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
