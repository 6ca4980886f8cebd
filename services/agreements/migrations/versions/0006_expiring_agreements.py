"""Agreements that end soon are told of once."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    "ALTER TABLE agreement ADD COLUMN expiring_since date",
    """
    CREATE INDEX ix_agreement_untold ON agreement (ends_on, id)
    WHERE status = 'active' AND expiring_since IS NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
