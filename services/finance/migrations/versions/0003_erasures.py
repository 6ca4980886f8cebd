"""When whom was forgotten here, and how many rows that were."""

from alembic import op

from chassis.migrations import create_erasure_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    create_erasure_table(op)
