"""Deadlines of every service, and who is waited for."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = (
    """
    CREATE TABLE reminder (
        id uuid CONSTRAINT pk_reminder PRIMARY KEY,
        version integer NOT NULL,
        kind text NOT NULL,
        about uuid NOT NULL,
        waits_for text NOT NULL,
        person_id uuid,
        due_at timestamptz NOT NULL,
        remind_at timestamptz NOT NULL,
        status text NOT NULL,
        CONSTRAINT uq_reminder_kind_about UNIQUE (kind, about),
        CONSTRAINT ck_reminder_person CHECK ((waits_for = 'person') = (person_id IS NOT NULL)),
        CONSTRAINT ck_reminder_times CHECK (remind_at <= due_at)
    )
    """,
    "CREATE INDEX ix_reminder_remind_at ON reminder (remind_at) WHERE status = 'planned'",
    "CREATE INDEX ix_reminder_person_id ON reminder (person_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
