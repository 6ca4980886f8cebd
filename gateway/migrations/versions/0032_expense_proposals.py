"""Proposed expenses of visits and events: mirror and view. Their topic begins with this release."""

from alembic import op

revision = "0032"
down_revision = "0031"

TABLES = (
    """
    CREATE TABLE mirror_expense_proposal (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_expense_proposal PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE expense_proposal_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        kind TEXT NOT NULL,
        visit_id UUID,
        event_id UUID,
        cost TEXT NOT NULL,
        amount JSONB NOT NULL,
        proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        status TEXT NOT NULL,
        expense_id UUID,
        decided_at TIMESTAMP WITH TIME ZONE,
        objection TEXT,
        CONSTRAINT pk_expense_proposal_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_expense_proposal_view_visit_id_id ON expense_proposal_view (visit_id, id)",
    "CREATE INDEX ix_expense_proposal_view_event_id_id ON expense_proposal_view (event_id, id)",
    "CREATE INDEX ix_expense_proposal_view_status_id ON expense_proposal_view (status, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
