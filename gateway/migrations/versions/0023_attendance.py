"""Who came to an event, how it was found, and the code for the door.

Nobody had checked in anywhere before this release, so the present rows are filled from what they hold;
codes come with the next change of a registration.
"""

from alembic import op

revision = "0023"
down_revision = "0022"

CHANGES = (
    """
    ALTER TABLE event_view
        ADD COLUMN attended INTEGER NOT NULL DEFAULT 0,
        ADD COLUMN no_show INTEGER,
        ADD COLUMN rated INTEGER NOT NULL DEFAULT 0,
        ADD COLUMN rating_mean NUMERIC
    """,
    "UPDATE event_view SET no_show = registered",
    "ALTER TABLE event_view ALTER COLUMN no_show SET NOT NULL, ALTER COLUMN no_show SET DEFAULT 0",
    """
    ALTER TABLE registration_view
        ADD COLUMN check_in_code TEXT,
        ADD COLUMN checked_in_at TIMESTAMP WITH TIME ZONE,
        ADD COLUMN rating INTEGER
    """,
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
