"""A call's committee, what its ranking was made from, and appeals against its lists."""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    """
    ALTER TABLE call
        ADD COLUMN committee jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN ranked_by text,
        ADD COLUMN places jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN approval jsonb,
        ADD COLUMN appeals_until date
    """,
    "ALTER TABLE application ADD COLUMN appeal jsonb",
    "ALTER TABLE placement ADD COLUMN appealed boolean NOT NULL DEFAULT false",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
