"""Plans of events, hours of volunteering, feedback in pages.

And the log of who was told of people: certificates name them, and so do guests of visits.
"""

from alembic import op

from chassis.migrations import create_reading_table

revision = "0009"
down_revision = "0008"

CHANGES = (
    """
    CREATE TABLE event_plan (
        id uuid CONSTRAINT pk_event_plan PRIMARY KEY,
        version integer NOT NULL,
        person_ids uuid[] NOT NULL,
        document jsonb NOT NULL
    )
    """,
    "CREATE INDEX ix_event_plan_person_ids ON event_plan USING gin (person_ids)",
    """
    ALTER TABLE gathering
        ADD COLUMN hours numeric,
        ADD COLUMN confirmed_hours numeric NOT NULL DEFAULT 0,
        ADD CONSTRAINT ck_gathering_hours CHECK (hours > 0),
        ADD CONSTRAINT ck_gathering_confirmed_hours CHECK (confirmed_hours >= 0)
    """,
    """
    ALTER TABLE registration
        ADD COLUMN hours numeric,
        ADD CONSTRAINT ck_registration_hours CHECK (
            hours IS NULL OR (hours >= 0 AND checked_in_at IS NOT NULL)
        )
    """,
    """
    CREATE INDEX ix_registration_feedback ON registration (event_id, (- rating), md5(id::text))
        WHERE rating IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
    create_reading_table(op)
