"""In which parts, and by when, what is owed back comes."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("ALTER TABLE grants ADD COLUMN recovery_plan jsonb")
