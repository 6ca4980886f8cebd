"""Delegations out and in, and who comes with them; projects."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = (
    """
    CREATE TABLE visit (
        id uuid CONSTRAINT pk_visit PRIMARY KEY,
        version integer NOT NULL,
        status text NOT NULL,
        begins_on date NOT NULL,
        ends_on date NOT NULL,
        person_ids uuid[] NOT NULL,
        document jsonb NOT NULL,
        CONSTRAINT ck_visit_days CHECK (begins_on <= ends_on)
    )
    """,
    "CREATE INDEX ix_visit_begins_on_id ON visit (begins_on, id)",
    "CREATE INDEX ix_visit_person_ids ON visit USING gin (person_ids)",
    """
    CREATE TABLE visit_guests (
        visit_id uuid CONSTRAINT pk_visit_guests PRIMARY KEY
            CONSTRAINT fk_visit_guests_visit_id REFERENCES visit,
        guests text NOT NULL
    )
    """,
    """
    CREATE TABLE project (
        id uuid CONSTRAINT pk_project PRIMARY KEY,
        version integer NOT NULL,
        status text NOT NULL,
        apply_by date NOT NULL,
        person_ids uuid[] NOT NULL,
        document jsonb NOT NULL
    )
    """,
    "CREATE INDEX ix_project_apply_by_id ON project (apply_by, id)",
    "CREATE INDEX ix_project_person_ids ON project USING gin (person_ids)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
