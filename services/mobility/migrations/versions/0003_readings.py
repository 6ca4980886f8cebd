"""Who of the staff read what of whom."""

from alembic import op

from chassis.migrations import create_reading_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_reading_table(op)
