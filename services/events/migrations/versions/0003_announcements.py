"""Announcements, how often they were opened, and what of that was not told yet."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    """
    CREATE TABLE announcement (
        id uuid CONSTRAINT pk_announcement PRIMARY KEY,
        version integer NOT NULL,
        title_tr text NOT NULL,
        title_en text NOT NULL,
        body_tr text NOT NULL,
        body_en text NOT NULL,
        audience text NOT NULL,
        publish_at timestamptz NOT NULL,
        until timestamptz,
        begins_at timestamptz,
        ends_at timestamptz,
        venue text,
        status text NOT NULL,
        published_at timestamptz,
        changed_at timestamptz NOT NULL,
        CONSTRAINT ck_announcement_times CHECK (publish_at < until),
        CONSTRAINT ck_announcement_occasion CHECK (begins_at < ends_at),
        CONSTRAINT ck_announcement_occasion_whole CHECK ((begins_at IS NULL) = (ends_at IS NULL)),
        CONSTRAINT ck_announcement_out CHECK (status <> 'published' OR published_at IS NOT NULL)
    )
    """,
    "CREATE INDEX ix_announcement_publish_at_id ON announcement (publish_at, id)",
    "CREATE INDEX ix_announcement_due_out ON announcement (publish_at) WHERE status = 'scheduled'",
    """
    CREATE INDEX ix_announcement_due_over ON announcement (until)
    WHERE status IN ('scheduled', 'published') AND until IS NOT NULL
    """,
    """
    CREATE INDEX ix_announcement_public ON announcement (published_at, id)
    WHERE status = 'published' AND audience = 'public'
    """,
    """
    CREATE TABLE announcement_reach (
        id uuid CONSTRAINT pk_announcement_reach PRIMARY KEY,
        version integer NOT NULL,
        page bigint NOT NULL,
        feed bigint NOT NULL,
        poster bigint NOT NULL,
        mail bigint NOT NULL,
        calendar bigint NOT NULL
    )
    """,
    """
    CREATE TABLE announcement_opened (
        announcement_id uuid NOT NULL,
        channel text NOT NULL,
        count bigint NOT NULL,
        CONSTRAINT pk_announcement_opened PRIMARY KEY (announcement_id, channel)
    )
    """,
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
