"""Lines of the bank's statements. The bank's text is not kept; of an account, what its mask shows."""

from alembic import op

revision = "0013"
down_revision = "0012"

LINES = (
    """
    CREATE TABLE statement_lines (
        id uuid CONSTRAINT pk_statement_lines PRIMARY KEY,
        version integer NOT NULL,
        digest text NOT NULL CONSTRAINT uq_statement_lines_digest UNIQUE,
        line integer NOT NULL,
        taken_at timestamptz NOT NULL,
        booked_on date NOT NULL,
        direction text NOT NULL,
        amount numeric(14, 2) NOT NULL CONSTRAINT ck_statement_lines_amount CHECK (amount > 0),
        currency text NOT NULL,
        account text,
        order_id uuid,
        status text NOT NULL,
        problem text,
        origin text,
        decided_by text,
        decided_at timestamptz,
        CONSTRAINT ck_statement_lines_matched CHECK (status <> 'matched'
                                                     OR (order_id IS NOT NULL AND problem IS NULL)),
        CONSTRAINT ck_statement_lines_set_aside CHECK ((status = 'set-aside') = (origin IS NOT NULL))
    )
    """,
    """
    CREATE UNIQUE INDEX uq_statement_lines_answer ON statement_lines (order_id, direction)
        WHERE status = 'matched'
    """,
    "CREATE INDEX ix_statement_lines_status ON statement_lines (status, id)",
)


def upgrade() -> None:
    for statement in LINES:
        op.execute(statement)
