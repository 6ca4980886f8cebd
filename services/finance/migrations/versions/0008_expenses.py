"""Expenses of the office, and what they took of organisational support."""

from alembic import op

revision = "0008"
down_revision = "0007"

EXPENDED = """
ALTER TABLE budgets
    ADD COLUMN expended numeric(14, 2) NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_budgets_expended CHECK (expended >= 0 AND expended <= organisational)
"""

EXPENSES = (
    """
    CREATE TABLE expenses (
        id uuid CONSTRAINT pk_expenses PRIMARY KEY,
        version integer NOT NULL,
        budget_id uuid NOT NULL CONSTRAINT fk_expenses_budget_id REFERENCES budgets,
        event_id uuid,
        kind text NOT NULL,
        purpose text NOT NULL,
        incurred_on date NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_expenses_amount CHECK (amount > 0),
        currency text NOT NULL,
        receipt text NOT NULL,
        entered_by text NOT NULL,
        status text NOT NULL,
        decided_by text,
        decided_at timestamptz,
        objection text,
        CONSTRAINT ck_expenses_second_person CHECK (status <> 'approved' OR decided_by <> entered_by)
    )
    """,
    "CREATE UNIQUE INDEX uq_expenses_receipt ON expenses (budget_id, receipt) WHERE status <> 'rejected'",
)


def upgrade() -> None:
    op.execute(EXPENDED)
    for statement in EXPENSES:
        op.execute(statement)
