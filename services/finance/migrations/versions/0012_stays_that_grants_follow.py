"""Which version of its mobility a grant last followed; of those from before, any that comes is newer."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("ALTER TABLE grants ADD COLUMN mobility_version integer NOT NULL DEFAULT 0")
