"""Courses that people completed, as the events service told: they settle tasks of files, also later ones."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """
    CREATE TABLE course_completion (
        registration_id uuid CONSTRAINT pk_course_completion PRIMARY KEY,
        person_id uuid NOT NULL,
        proof text NOT NULL,
        completed_on date NOT NULL
    )
    """,
    "COMMENT ON TABLE course_completion IS 'Told by events.registration.v1'",
    "CREATE INDEX ix_course_completion_person ON course_completion (person_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
