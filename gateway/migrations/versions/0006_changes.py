"""The change log behind subscriptions."""

from alembic import op

revision = "0006"
down_revision = "0005"

TABLES = (
    """
    CREATE TABLE changes (
        position BIGINT NOT NULL,
        type TEXT NOT NULL,
        aggregate_id UUID NOT NULL,
        version INTEGER NOT NULL,
        at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_changes PRIMARY KEY (position)
    )
    """,
    "CREATE INDEX ix_changes_at ON changes (at)",
    """
    CREATE TABLE change_clock (
        id INTEGER NOT NULL,
        newest BIGINT DEFAULT 0 NOT NULL,
        forgotten BIGINT DEFAULT 0 NOT NULL,
        key BYTEA DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) NOT NULL,
        CONSTRAINT pk_change_clock PRIMARY KEY (id),
        CONSTRAINT ck_change_clock_one_row CHECK (id = 1)
    )
    """,
    "INSERT INTO change_clock (id) VALUES (1)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
