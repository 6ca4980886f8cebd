"""Plans of events, and hours of volunteering. Both begin with this release: nothing is to be filled."""

from alembic import op

revision = "0024"
down_revision = "0023"

CHANGES = (
    """
    CREATE TABLE mirror_event_plan (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_event_plan PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE event_plan_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        event_id UUID NOT NULL,
        begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
        costs JSONB NOT NULL,
        tasks JSONB NOT NULL,
        totals JSONB NOT NULL,
        status TEXT NOT NULL,
        CONSTRAINT pk_event_plan_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_event_plan_view_begins_at_id ON event_plan_view (begins_at, id)",
    "CREATE INDEX ix_event_plan_view_event_id_id ON event_plan_view (event_id, id)",
    "CREATE INDEX ix_event_plan_view_status_begins_at_id ON event_plan_view (status, begins_at, id)",
    """
    CREATE TABLE volunteer_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        hours NUMERIC NOT NULL,
        activities INTEGER NOT NULL,
        person JSONB,
        CONSTRAINT pk_volunteer_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_volunteer_view_hours_id ON volunteer_view (hours, id)",
    "CREATE INDEX ix_volunteer_view_faculty_id ON volunteer_view (faculty, id)",
    """
    ALTER TABLE event_view
        ADD COLUMN hours NUMERIC,
        ADD COLUMN confirmed_hours NUMERIC NOT NULL DEFAULT 0,
        ADD COLUMN volunteering BOOLEAN NOT NULL DEFAULT false
    """,
    "CREATE INDEX ix_event_view_volunteering_begins_at_id ON event_view (volunteering, begins_at, id)",
    "ALTER TABLE registration_view ADD COLUMN hours NUMERIC",
    "ALTER TABLE reminder_view ADD COLUMN event_id UUID",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
