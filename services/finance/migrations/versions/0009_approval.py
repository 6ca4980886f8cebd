"""Payments wait for a second person, singly or in batches, and may go to the bank in a file."""

from alembic import op

from chassis.migrations import create_reading_table, only_sealed

revision = "0009"
down_revision = "0008"

BATCHES = """
CREATE TABLE payment_batches (
    id uuid CONSTRAINT pk_payment_batches PRIMARY KEY,
    version integer NOT NULL,
    budget_id uuid NOT NULL CONSTRAINT fk_payment_batches_budget_id REFERENCES budgets,
    programme text NOT NULL,
    call_year integer NOT NULL,
    channel text NOT NULL,
    count integer NOT NULL,
    total numeric(14, 2) NOT NULL,
    currency text NOT NULL,
    gathered_by text NOT NULL,
    gathered_at timestamptz NOT NULL,
    status text NOT NULL,
    closed_by text,
    closed_at timestamptz,
    CONSTRAINT ck_payment_batches_second_person CHECK (status <> 'approved' OR closed_by <> gathered_by)
)
"""

REQUESTS = (
    """
    CREATE TABLE payment_requests (
        id uuid CONSTRAINT pk_payment_requests PRIMARY KEY,
        version integer NOT NULL,
        budget_id uuid NOT NULL CONSTRAINT fk_payment_requests_budget_id REFERENCES budgets,
        grant_id uuid NOT NULL CONSTRAINT fk_payment_requests_grant_id REFERENCES grants,
        person_id uuid NOT NULL,
        faculty text,
        instalment integer NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_payment_requests_amount CHECK (amount > 0),
        currency text NOT NULL,
        due_on date,
        drafted_at timestamptz NOT NULL,
        caused_by text,
        status text NOT NULL,
        batch_id uuid CONSTRAINT fk_payment_requests_batch_id REFERENCES payment_batches,
        approved_by text,
        decided_at timestamptz,
        CONSTRAINT ck_payment_requests_second_person CHECK (approved_by IS DISTINCT FROM caused_by
                                                            OR approved_by IS NULL),
        CONSTRAINT ck_payment_requests_approved CHECK ((status = 'approved') = (approved_by IS NOT NULL))
    )
    """,
    """
    CREATE UNIQUE INDEX uq_payment_requests_waiting ON payment_requests (grant_id, instalment)
        WHERE status = 'awaiting-approval'
    """,
    "CREATE INDEX ix_payment_requests_status ON payment_requests (status, id)",
    "CREATE INDEX ix_payment_requests_budget_id ON payment_requests (budget_id, status, id)",
    "CREATE INDEX ix_payment_requests_batch_id ON payment_requests (batch_id, id)",
)

ORDERS = "ALTER TABLE payment_orders ADD COLUMN channel text NOT NULL DEFAULT 'finance-office'"

ACCOUNTS = (
    """
    CREATE TABLE paying_accounts (
        budget_id uuid CONSTRAINT pk_paying_accounts PRIMARY KEY
            CONSTRAINT fk_paying_accounts_budget_id REFERENCES budgets,
        holder text NOT NULL,
        iban text NOT NULL,
        bic text,
        entered_by text NOT NULL,
        entered_at timestamptz NOT NULL
    )
    """,
    "ALTER TABLE payees ADD COLUMN name text, ADD COLUMN name_version integer NOT NULL DEFAULT 0",
)


def upgrade() -> None:
    for statement in (BATCHES, *REQUESTS, ORDERS, *ACCOUNTS):
        op.execute(statement)
    only_sealed(op, "payees", "name")
    create_reading_table(op)
