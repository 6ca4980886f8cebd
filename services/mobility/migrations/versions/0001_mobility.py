"""The service's first tables, with those of the chassis."""

from alembic import op

from chassis.migrations import create_chassis_tables

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE person (
        id uuid CONSTRAINT pk_person PRIMARY KEY,
        version integer NOT NULL,
        given_name text NOT NULL,
        family_name text NOT NULL,
        email text,
        iban text,
        nationality text,
        student_number text,
        faculty text,
        department text,
        eqf_level text,
        staff boolean NOT NULL
    )
    """,
    """
    CREATE TABLE call (
        id uuid CONSTRAINT pk_call PRIMARY KEY,
        version integer NOT NULL,
        programme text NOT NULL,
        call_year integer NOT NULL,
        academic_year text NOT NULL,
        kind text NOT NULL,
        title jsonb NOT NULL,
        opens_at timestamptz NOT NULL,
        closes_at timestamptz NOT NULL,
        status text NOT NULL,
        stay_begins date NOT NULL,
        stay_ends date NOT NULL,
        settings jsonb NOT NULL,
        blended boolean NOT NULL,
        agreement_ids jsonb NOT NULL,
        CONSTRAINT ck_call_closes_after_it_opens CHECK (closes_at > opens_at)
    )
    """,
    """
    CREATE TABLE application (
        id uuid CONSTRAINT pk_application PRIMARY KEY,
        version integer NOT NULL,
        call_id uuid NOT NULL CONSTRAINT fk_application_call_id REFERENCES call,
        person_id uuid NOT NULL,
        faculty text NOT NULL,
        department text,
        eqf_level text NOT NULL,
        isced_code text NOT NULL,
        status text NOT NULL,
        submitted_at timestamptz NOT NULL,
        record jsonb NOT NULL,
        preferences jsonb NOT NULL,
        claims jsonb NOT NULL,
        verifications jsonb NOT NULL,
        score numeric(8, 2),
        score_lines jsonb NOT NULL,
        rank integer,
        refused_by jsonb NOT NULL
    )
    """,
    """
    CREATE TABLE standing (
        call_id uuid NOT NULL CONSTRAINT fk_standing_call_id REFERENCES call,
        rank integer NOT NULL,
        unit_rank integer NOT NULL,
        unit text NOT NULL,
        application_id uuid NOT NULL CONSTRAINT fk_standing_application_id REFERENCES application,
        application_version integer NOT NULL,
        person_id uuid NOT NULL,
        faculty text NOT NULL,
        score numeric(8, 2) NOT NULL,
        place uuid,
        reserve jsonb NOT NULL,
        CONSTRAINT pk_standing PRIMARY KEY (call_id, rank)
    )
    """,
    """
    CREATE TABLE placement (
        id uuid CONSTRAINT pk_placement PRIMARY KEY,
        version integer NOT NULL,
        call_id uuid NOT NULL CONSTRAINT fk_placement_call_id REFERENCES call,
        application_id uuid NOT NULL CONSTRAINT fk_placement_application_id REFERENCES application,
        person_id uuid NOT NULL,
        faculty text NOT NULL,
        agreement_id uuid NOT NULL,
        condition_id uuid NOT NULL,
        partner_id uuid NOT NULL,
        list text NOT NULL,
        rank integer NOT NULL,
        score numeric(8, 2) NOT NULL,
        status text NOT NULL,
        reply_by date,
        promoted boolean NOT NULL
    )
    """,
    """
    CREATE TABLE mobility (
        id uuid CONSTRAINT pk_mobility PRIMARY KEY,
        version integer NOT NULL,
        programme text NOT NULL,
        call_year integer NOT NULL,
        academic_year text NOT NULL,
        direction text NOT NULL,
        kind text NOT NULL,
        person_id uuid NOT NULL,
        status text NOT NULL,
        faculty text,
        eqf_level text,
        call_id uuid CONSTRAINT fk_mobility_call_id REFERENCES call,
        placement_id uuid CONSTRAINT fk_mobility_placement_id REFERENCES placement,
        agreement_id uuid,
        partner_id uuid,
        host_country text,
        rank integer,
        begins date,
        ends date,
        days integer,
        blended boolean NOT NULL,
        imported boolean NOT NULL,
        record_id text,
        withdrawal_reason text
    )
    """,
    """
    CREATE TABLE agreement (
        id uuid CONSTRAINT pk_agreement PRIMARY KEY,
        version integer NOT NULL,
        programme text NOT NULL,
        partner_id uuid NOT NULL,
        status text NOT NULL,
        first_year text NOT NULL,
        last_year text NOT NULL,
        conditions jsonb NOT NULL
    )
    """,
    "COMMENT ON TABLE agreement IS 'Copy of agreements.agreement.v1'",
    """
    CREATE TABLE partner (
        id uuid CONSTRAINT pk_partner PRIMARY KEY,
        version integer NOT NULL,
        country text NOT NULL,
        name text NOT NULL
    )
    """,
    "COMMENT ON TABLE partner IS 'Copy of agreements.partner.v1'",
    """
    CREATE TABLE destruction (
        id uuid CONSTRAINT pk_destruction PRIMARY KEY,
        destroyed_at timestamptz NOT NULL,
        what text NOT NULL,
        rows jsonb NOT NULL
    )
    """,
    "COMMENT ON TABLE destruction IS "
    "'KVKK art. 7: every destruction is logged, without personal data; kept three years'",
)

INDEXES = (
    "CREATE UNIQUE INDEX uq_person_student_number ON person (student_number)",
    "CREATE INDEX ix_person_faculty ON person (faculty, id)",
    "CREATE UNIQUE INDEX uq_application_one_each ON application (call_id, person_id)"
    " WHERE status NOT IN ('withdrawn', 'ineligible')",
    "CREATE INDEX ix_application_call ON application (call_id, id)",
    "CREATE INDEX ix_application_person ON application (person_id, id)",
    "CREATE INDEX ix_application_faculty ON application (faculty, id)",
    "CREATE UNIQUE INDEX uq_placement_once ON placement (application_id, condition_id)",
    "CREATE UNIQUE INDEX uq_placement_one_held ON placement (application_id)"
    " WHERE status IN ('offered', 'accepted')",
    "CREATE INDEX ix_placement_turn ON placement (condition_id, status, call_id, rank)",
    "CREATE INDEX ix_placement_call ON placement (call_id, id)",
    "CREATE INDEX ix_placement_person ON placement (person_id, id)",
    "CREATE INDEX ix_placement_faculty ON placement (faculty, id)",
    "CREATE UNIQUE INDEX uq_mobility_placement ON mobility (placement_id)",
    "CREATE UNIQUE INDEX uq_mobility_record ON mobility (record_id)",
    "CREATE INDEX ix_mobility_call ON mobility (call_id, id)",
    "CREATE INDEX ix_mobility_person ON mobility (person_id, id)",
    "CREATE INDEX ix_mobility_faculty ON mobility (faculty, id)",
)


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in (*TABLES, *INDEXES):
        op.execute(statement)
