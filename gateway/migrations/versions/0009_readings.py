"""Who of the staff read what of whom, through the gateway."""

from alembic import op

from chassis.migrations import create_reading_table

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    create_reading_table(op)
