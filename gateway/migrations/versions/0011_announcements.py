"""Announcements and how often they were opened; their topics begin with this release."""

from alembic import op

revision = "0011"
down_revision = "0010"

TABLES = (
    """
    CREATE TABLE mirror_announcement (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_announcement PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_announcement_reach (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_announcement_reach PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE announcement_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        title JSONB NOT NULL,
        body JSONB NOT NULL,
        audience TEXT NOT NULL,
        status TEXT NOT NULL,
        publish_at TIMESTAMP WITH TIME ZONE NOT NULL,
        until TIMESTAMP WITH TIME ZONE,
        begins_at TIMESTAMP WITH TIME ZONE,
        ends_at TIMESTAMP WITH TIME ZONE,
        venue TEXT,
        published_at TIMESTAMP WITH TIME ZONE,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        reach JSONB,
        CONSTRAINT pk_announcement_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_announcement_view_publish_at_id ON announcement_view (publish_at, id)",
    "CREATE INDEX ix_announcement_view_status_publish_at_id ON announcement_view (status, publish_at, id)",
    "CREATE INDEX ix_announcement_view_audience_publish_at_id "
    "ON announcement_view (audience, publish_at, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
