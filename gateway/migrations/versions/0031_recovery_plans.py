"""By when the next part of what is owed back is due. No grant had a plan before this release."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute("ALTER TABLE grant_view ADD COLUMN recovery_due_on DATE")
    op.execute("CREATE INDEX ix_grant_view_recovery_due_on_id ON grant_view (recovery_due_on, id)")
