"""What surrounds a stay: files with their tasks, learning agreements; arrivals and force majeure."""

from alembic import op

revision = "0018"
down_revision = "0017"

MIRRORS = (
    """
    CREATE TABLE mirror_mobility_file (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        partner_id UUID,
        CONSTRAINT pk_mirror_mobility_file PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_mobility_file_person_id ON mirror_mobility_file (person_id)",
    "CREATE INDEX ix_mirror_mobility_file_partner_id ON mirror_mobility_file (partner_id)",
    """
    CREATE TABLE mirror_learning_agreement (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        person_id UUID,
        partner_id UUID,
        CONSTRAINT pk_mirror_learning_agreement PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_mirror_learning_agreement_person_id ON mirror_learning_agreement (person_id)",
    "CREATE INDEX ix_mirror_learning_agreement_partner_id ON mirror_learning_agreement (partner_id)",
)

VIEWS = (
    "ALTER TABLE mobility_view ADD COLUMN arrived_on DATE",
    "ALTER TABLE mobility_view ADD COLUMN force_majeure BOOLEAN NOT NULL DEFAULT false",
    "ALTER TABLE mobility_view ADD COLUMN eqf_level TEXT",
    """
    CREATE TABLE mobility_file_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        programme TEXT NOT NULL,
        direction TEXT NOT NULL,
        kind TEXT NOT NULL,
        academic_year TEXT NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        partner_id UUID,
        nomination_status TEXT NOT NULL,
        nominated_on DATE,
        answer_by DATE,
        answered_on DATE,
        tasks_waiting INTEGER NOT NULL,
        next_due_on DATE,
        due_by DATE NOT NULL,
        work_plan JSONB,
        CONSTRAINT pk_mobility_file_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    """
    CREATE TABLE mobility_task_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        file_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        programme TEXT NOT NULL,
        direction TEXT NOT NULL,
        code TEXT NOT NULL,
        label JSONB NOT NULL,
        counted_from TEXT NOT NULL,
        due_on DATE,
        due_by DATE NOT NULL,
        status TEXT NOT NULL,
        done_on DATE,
        reminders INTEGER NOT NULL,
        reminded_on DATE,
        source TEXT NOT NULL,
        CONSTRAINT pk_mobility_task_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    """
    CREATE TABLE learning_agreement_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        partner_id UUID,
        semesters INTEGER NOT NULL,
        status TEXT NOT NULL,
        versions JSONB NOT NULL,
        transcript_on DATE,
        results JSONB NOT NULL,
        recognitions JSONB NOT NULL,
        recognised_ects NUMERIC NOT NULL,
        recognised_on DATE,
        CONSTRAINT pk_learning_agreement_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
)

INDEXED = {
    "mobility_file_view": (
        "person_id",
        "partner_id",
        "faculty",
        "programme",
        "direction",
        "nomination_status",
        "due_by",
    ),
    "learning_agreement_view": ("person_id", "partner_id", "faculty", "status"),
}
BY_DUE_DAY = ("status", "programme", "direction", "faculty", "person_id", "code", "file_id")


def upgrade() -> None:
    for statement in (*MIRRORS, *VIEWS):
        op.execute(statement)
    for table, columns in INDEXED.items():
        for column in columns:
            op.execute(f"CREATE INDEX ix_{table}_{column}_id ON {table} ({column}, id)")
    op.execute("CREATE INDEX ix_mobility_task_view_due_by_id ON mobility_task_view (due_by, id)")
    for column in BY_DUE_DAY:
        name = f"ix_mobility_task_view_{column}_due_by_id"
        op.execute(f"CREATE INDEX {name} ON mobility_task_view ({column}, due_by, id)")
