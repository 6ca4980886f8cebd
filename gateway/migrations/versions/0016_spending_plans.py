"""Spending plans: their mirror and their view."""

from alembic import op

revision = "0016"
down_revision = "0015"

TABLES = (
    """
    CREATE TABLE mirror_spending_plan (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_spending_plan PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE spending_plan_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        budget_id UUID NOT NULL,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        drawn_up_at TIMESTAMP WITH TIME ZONE NOT NULL,
        available JSONB NOT NULL,
        used JSONB NOT NULL,
        bound JSONB NOT NULL,
        steps JSONB NOT NULL,
        forecasts JSONB NOT NULL,
        CONSTRAINT pk_spending_plan_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_spending_plan_view_budget_id_id ON spending_plan_view (budget_id, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
