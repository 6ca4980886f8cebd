"""What surrounds a stay: files with their tasks, learning agreements; arrivals and force majeure."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    "ALTER TABLE mobility ADD COLUMN arrived_on date",
    "ALTER TABLE mobility ADD COLUMN force_majeure boolean NOT NULL DEFAULT false",
    """
    CREATE TABLE mobility_file (
        id uuid CONSTRAINT pk_mobility_file PRIMARY KEY
            CONSTRAINT fk_mobility_file_id REFERENCES mobility,
        version integer NOT NULL,
        programme text NOT NULL,
        direction text NOT NULL,
        kind text NOT NULL,
        academic_year text NOT NULL,
        call_year integer NOT NULL,
        person_id uuid NOT NULL,
        faculty text,
        partner_id uuid,
        nomination jsonb NOT NULL,
        days jsonb NOT NULL,
        tasks jsonb NOT NULL,
        work_plan jsonb
    )
    """,
    "CREATE INDEX ix_mobility_file_person ON mobility_file (person_id, id)",
    "CREATE INDEX ix_mobility_file_faculty ON mobility_file (faculty, id)",
    """
    CREATE TABLE learning_agreement (
        id uuid CONSTRAINT pk_learning_agreement PRIMARY KEY
            CONSTRAINT fk_learning_agreement_id REFERENCES mobility,
        version integer NOT NULL,
        person_id uuid NOT NULL,
        faculty text,
        partner_id uuid,
        semesters integer NOT NULL,
        versions jsonb NOT NULL,
        transcript_on date,
        results jsonb NOT NULL,
        recognitions jsonb NOT NULL,
        recognised_on date
    )
    """,
    "CREATE INDEX ix_learning_agreement_person ON learning_agreement (person_id, id)",
    "CREATE INDEX ix_learning_agreement_faculty ON learning_agreement (faculty, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
