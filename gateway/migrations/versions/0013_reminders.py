"""Deadlines of every service. Their topic begins with this release: nothing is to be filled."""

from alembic import op

revision = "0013"
down_revision = "0012"

TABLES = (
    """
    CREATE TABLE mirror_reminder (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        CONSTRAINT pk_mirror_reminder PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_reminder_person_id ON mirror_reminder (person_id)",
    """
    CREATE TABLE reminder_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        kind TEXT NOT NULL,
        title JSONB NOT NULL,
        waits_for TEXT NOT NULL,
        person_id UUID,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        remind_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_by TIMESTAMP WITH TIME ZONE,
        status TEXT NOT NULL,
        call_id UUID,
        placement_id UUID,
        mobility_id UUID,
        grant_id UUID,
        CONSTRAINT pk_reminder_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_reminder_view_due_at_id ON reminder_view (due_at, id)",
    "CREATE INDEX ix_reminder_view_due_by_id ON reminder_view (due_by, id)",
    "CREATE INDEX ix_reminder_view_waits_for_due_by_id ON reminder_view (waits_for, due_by, id)",
    "CREATE INDEX ix_reminder_view_person_id_due_by_id ON reminder_view (person_id, due_by, id)",
    "CREATE INDEX ix_reminder_view_kind_due_at_id ON reminder_view (kind, due_at, id)",
    "CREATE INDEX ix_reminder_view_status_due_at_id ON reminder_view (status, due_at, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
