"""Delegations out and in, and projects. Their topics begin with this release: nothing is to be filled."""

from alembic import op

revision = "0022"
down_revision = "0021"

TABLES = (
    """
    CREATE TABLE mirror_visit (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        partner_id UUID,
        CONSTRAINT pk_mirror_visit PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_visit_partner_id ON mirror_visit (partner_id)",
    """
    CREATE TABLE visit_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        purpose JSONB NOT NULL,
        direction TEXT NOT NULL,
        partner_id UUID NOT NULL,
        host TEXT NOT NULL,
        begins_on DATE NOT NULL,
        ends_on DATE NOT NULL,
        person_ids JSONB NOT NULL,
        guests INTEGER NOT NULL,
        programme JSONB NOT NULL,
        costs JSONB NOT NULL,
        hosting JSONB,
        letters JSONB NOT NULL,
        status TEXT NOT NULL,
        outcome JSONB,
        follow_ups JSONB NOT NULL,
        partner JSONB,
        CONSTRAINT pk_visit_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_visit_view_begins_on_id ON visit_view (begins_on, id)",
    "CREATE INDEX ix_visit_view_status_begins_on_id ON visit_view (status, begins_on, id)",
    "CREATE INDEX ix_visit_view_direction_begins_on_id ON visit_view (direction, begins_on, id)",
    "CREATE INDEX ix_visit_view_partner_id_begins_on_id ON visit_view (partner_id, begins_on, id)",
    """
    CREATE TABLE mirror_project (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_project PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE project_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        title JSONB NOT NULL,
        call TEXT NOT NULL,
        source TEXT NOT NULL,
        apply_by DATE NOT NULL,
        partner_ids JSONB NOT NULL,
        members JSONB NOT NULL,
        budget JSONB,
        documents JSONB NOT NULL,
        status TEXT NOT NULL,
        tasks JSONB NOT NULL,
        result JSONB,
        CONSTRAINT pk_project_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_project_view_apply_by_id ON project_view (apply_by, id)",
    "CREATE INDEX ix_project_view_status_apply_by_id ON project_view (status, apply_by, id)",
    "ALTER TABLE reminder_view ADD COLUMN visit_id UUID, ADD COLUMN project_id UUID",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
