"""Lines of the bank's statements. Their topic begins with this release."""

from alembic import op

revision = "0030"
down_revision = "0029"

STATEMENTS = (
    """
    CREATE TABLE mirror_statement_line (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_statement_line PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE statement_line_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        order_id UUID,
        line INTEGER NOT NULL,
        taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
        booked_on DATE NOT NULL,
        direction TEXT NOT NULL,
        amount JSONB NOT NULL,
        account TEXT,
        status TEXT NOT NULL,
        problem TEXT,
        origin TEXT,
        decided_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_statement_line_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    *(
        f"CREATE INDEX ix_statement_line_view_{column}_id ON statement_line_view ({column}, id)"
        for column in ("status", "order_id", "booked_on")
    ),
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
