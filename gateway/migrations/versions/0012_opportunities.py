"""Opportunities and interests. Their topics begin with this release: nothing is to be filled."""

from alembic import op

revision = "0012"
down_revision = "0011"

TABLES = (
    """
    CREATE TABLE mirror_opportunity (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_opportunity PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE mirror_interest (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        CONSTRAINT pk_mirror_interest PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_interest_person_id ON mirror_interest (person_id)",
    """
    CREATE TABLE opportunity_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        kind TEXT NOT NULL,
        title JSONB NOT NULL,
        body JSONB NOT NULL,
        source TEXT NOT NULL,
        url TEXT,
        deadline TIMESTAMP WITH TIME ZONE NOT NULL,
        faculties JSONB NOT NULL,
        eqf_levels JSONB NOT NULL,
        languages JSONB NOT NULL,
        status TEXT NOT NULL,
        CONSTRAINT pk_opportunity_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_opportunity_view_deadline_id ON opportunity_view (deadline, id)",
    "CREATE INDEX ix_opportunity_view_status_deadline_id ON opportunity_view (status, deadline, id)",
    "CREATE INDEX ix_opportunity_view_kind_deadline_id ON opportunity_view (kind, deadline, id)",
    """
    CREATE TABLE interest_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        person_id UUID NOT NULL,
        kinds JSONB NOT NULL,
        languages JSONB NOT NULL,
        mail_kinds JSONB NOT NULL,
        person JSONB,
        CONSTRAINT pk_interest_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_interest_view_person_id_id ON interest_view (person_id, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
