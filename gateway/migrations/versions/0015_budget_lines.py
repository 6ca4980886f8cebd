"""Lines and contract of a budget, filled from the budgets that are there.

Budgets from before have no lines until finance sends them again: ``python -m services.finance republish``.
"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE budget_view
            ADD COLUMN lines JSONB NOT NULL DEFAULT '[]',
            ADD COLUMN contract JSONB,
            ADD COLUMN support JSONB NOT NULL DEFAULT '[]'
    """)
