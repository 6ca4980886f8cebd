"""Lines of a budget: all that was allocated so far is for mobility."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE budgets
            ADD COLUMN travel numeric(14, 2) NOT NULL DEFAULT 0,
            ADD COLUMN top_up numeric(14, 2) NOT NULL DEFAULT 0,
            ADD COLUMN organisational numeric(14, 2) NOT NULL DEFAULT 0,
            ADD COLUMN contract jsonb,
            ADD COLUMN support jsonb NOT NULL DEFAULT '[]',
            ADD CONSTRAINT ck_budgets_lines CHECK (
                travel >= 0 AND top_up >= 0 AND organisational >= 0 AND travel + top_up <= allocated
            )
    """)
