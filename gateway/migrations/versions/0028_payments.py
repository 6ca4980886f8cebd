"""Payments that wait for approval, and their batches. Their topics begin with this release."""

from alembic import op

revision = "0028"
down_revision = "0027"

MIRRORS = (
    """
    CREATE TABLE mirror_payment_request (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        CONSTRAINT pk_mirror_payment_request PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_payment_request_person_id ON mirror_payment_request (person_id)",
    """
    CREATE TABLE mirror_payment_batch (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_payment_batch PRIMARY KEY (id)
    )
    """,
)

VIEWS = (
    """
    CREATE TABLE payment_request_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        budget_id UUID NOT NULL,
        grant_id UUID NOT NULL,
        person_id UUID NOT NULL,
        batch_id UUID,
        faculty TEXT,
        instalment INTEGER NOT NULL,
        amount JSONB NOT NULL,
        due_on DATE,
        drafted_at TIMESTAMP WITH TIME ZONE NOT NULL,
        status TEXT NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE,
        person JSONB,
        CONSTRAINT pk_payment_request_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    """
    CREATE TABLE payment_batch_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        budget_id UUID NOT NULL,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        channel TEXT NOT NULL,
        status TEXT NOT NULL,
        payments INTEGER NOT NULL,
        total JSONB NOT NULL,
        gathered_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closed_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_payment_batch_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    *(
        f"CREATE INDEX ix_payment_request_view_{column}_id ON payment_request_view ({column}, id)"
        for column in ("budget_id", "grant_id", "person_id", "batch_id", "status")
    ),
    *(
        f"CREATE INDEX ix_payment_batch_view_{column}_id ON payment_batch_view ({column}, id)"
        for column in ("budget_id", "status")
    ),
)


def upgrade() -> None:
    for statement in (*MIRRORS, *VIEWS):
        op.execute(statement)
