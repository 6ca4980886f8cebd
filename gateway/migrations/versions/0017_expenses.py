"""Expenses of the office: their mirror and their view. Their topic begins with this release."""

from alembic import op

revision = "0017"
down_revision = "0016"

TABLES = (
    """
    CREATE TABLE mirror_expense (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_expense PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE expense_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        budget_id UUID NOT NULL,
        event_id UUID,
        kind TEXT NOT NULL,
        purpose TEXT NOT NULL,
        incurred_on DATE NOT NULL,
        amount JSONB NOT NULL,
        receipt TEXT NOT NULL,
        status TEXT NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE,
        objection TEXT,
        CONSTRAINT pk_expense_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_expense_view_budget_id_id ON expense_view (budget_id, id)",
    "CREATE INDEX ix_expense_view_event_id_id ON expense_view (event_id, id)",
    "CREATE INDEX ix_expense_view_status_id ON expense_view (status, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
