"""Who came, how they found it, and what a certificate needs: a code of each registration and a name.

Registrations that there are draw their codes here; they are told with their next change.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

CHANGES = (
    """
    ALTER TABLE gathering
        ADD COLUMN attended integer NOT NULL DEFAULT 0,
        ADD COLUMN rated integer NOT NULL DEFAULT 0,
        ADD COLUMN rating_total integer NOT NULL DEFAULT 0,
        ADD CONSTRAINT ck_gathering_attended CHECK (attended BETWEEN 0 AND registered),
        ADD CONSTRAINT ck_gathering_rated CHECK (rated BETWEEN 0 AND attended),
        ADD CONSTRAINT ck_gathering_rating_total CHECK (rating_total BETWEEN rated AND 5 * rated)
    """,
    """
    ALTER TABLE registration
        ADD COLUMN check_in_code text NOT NULL
            DEFAULT upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)),
        ADD COLUMN checked_in_at timestamptz,
        ADD COLUMN rating integer,
        ADD COLUMN comment text,
        ADD CONSTRAINT uq_registration_check_in_code UNIQUE (check_in_code),
        ADD CONSTRAINT ck_registration_checked_in CHECK (checked_in_at IS NULL OR status = 'registered'),
        ADD CONSTRAINT ck_registration_rating CHECK (
            rating IS NULL OR (rating BETWEEN 1 AND 5 AND checked_in_at IS NOT NULL)
        ),
        ADD CONSTRAINT ck_registration_comment CHECK (comment IS NULL OR rating IS NOT NULL)
    """,
    "ALTER TABLE recipient ADD COLUMN name text",
)


def upgrade() -> None:
    for statement in CHANGES:
        op.execute(statement)
