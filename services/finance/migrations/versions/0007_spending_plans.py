"""Plans that use a budget up."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE spending_plans (
            id uuid CONSTRAINT pk_spending_plans PRIMARY KEY,
            version integer NOT NULL,
            budget_id uuid NOT NULL CONSTRAINT fk_spending_plans_budget_id REFERENCES budgets,
            document jsonb NOT NULL
        )
    """)
