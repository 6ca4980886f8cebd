"""What visits and events cost is proposed as expenses."""

from alembic import op

revision = "0015"
down_revision = "0014"

STATEMENTS = (
    """
    CREATE TABLE cost_sources (
        id uuid CONSTRAINT pk_cost_sources PRIMARY KEY,
        version integer NOT NULL
    )
    """,
    """
    CREATE TABLE expense_proposals (
        id uuid CONSTRAINT pk_expense_proposals PRIMARY KEY,
        version integer NOT NULL,
        kind text NOT NULL,
        source_id uuid NOT NULL CONSTRAINT fk_expense_proposals_source_id REFERENCES cost_sources,
        cost text NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_expense_proposals_amount CHECK (amount > 0),
        currency text NOT NULL,
        proposed_at timestamptz NOT NULL,
        status text NOT NULL,
        expense_id uuid CONSTRAINT fk_expense_proposals_expense_id REFERENCES expenses,
        decided_by text,
        decided_at timestamptz,
        objection text,
        CONSTRAINT uq_expense_proposals_expense_id UNIQUE (expense_id),
        CONSTRAINT ck_expense_proposals_taken_up CHECK ((status = 'taken-up') = (expense_id IS NOT NULL)),
        CONSTRAINT ck_expense_proposals_dismissed CHECK ((status = 'dismissed') = (objection IS NOT NULL)),
        CONSTRAINT ck_expense_proposals_decided CHECK ((status = 'open') = (decided_at IS NULL))
    )
    """,
    "CREATE UNIQUE INDEX uq_expense_proposals_cost ON expense_proposals (source_id, cost)",
    "CREATE INDEX ix_expense_proposals_status ON expense_proposals (status, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
