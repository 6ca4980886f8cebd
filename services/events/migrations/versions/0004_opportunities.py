"""Opportunities, who wants to hear of them and how, where mail reaches people, and the mails."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = (
    """
    CREATE TABLE opportunity (
        id uuid CONSTRAINT pk_opportunity PRIMARY KEY,
        version integer NOT NULL,
        kind text NOT NULL,
        title_tr text NOT NULL,
        title_en text NOT NULL,
        body_tr text NOT NULL,
        body_en text NOT NULL,
        source text NOT NULL,
        url text,
        deadline timestamptz NOT NULL,
        faculties text[] NOT NULL,
        eqf_levels text[] NOT NULL,
        languages text[] NOT NULL,
        status text NOT NULL,
        untold boolean NOT NULL DEFAULT true,
        told_up_to uuid
    )
    """,
    "CREATE INDEX ix_opportunity_deadline_id ON opportunity (deadline, id)",
    "CREATE INDEX ix_opportunity_open ON opportunity (deadline) WHERE status = 'open'",
    "CREATE INDEX ix_opportunity_untold ON opportunity (id) WHERE untold",
    """
    CREATE TABLE interest (
        id uuid CONSTRAINT pk_interest PRIMARY KEY,
        version integer NOT NULL,
        person_id uuid NOT NULL CONSTRAINT uq_interest_person_id UNIQUE,
        kinds text[] NOT NULL,
        languages text[] NOT NULL,
        mail_kinds text[] NOT NULL,
        untold boolean NOT NULL DEFAULT true,
        CONSTRAINT ck_interest_mail CHECK (mail_kinds <@ kinds)
    )
    """,
    "CREATE INDEX ix_interest_untold ON interest (id) WHERE untold",
    """
    CREATE TABLE mail_consent (
        person_id uuid NOT NULL
            CONSTRAINT fk_mail_consent_person_id REFERENCES interest (person_id) ON DELETE CASCADE,
        kind text NOT NULL,
        given_at timestamptz NOT NULL,
        taken_back_at timestamptz,
        CONSTRAINT pk_mail_consent PRIMARY KEY (person_id, kind, given_at)
    )
    """,
    """
    CREATE TABLE recipient (
        person_id uuid CONSTRAINT pk_recipient PRIMARY KEY,
        version integer NOT NULL,
        faculty text,
        eqf_level text,
        email text,
        bounced boolean NOT NULL DEFAULT false
    )
    """,
    """
    CREATE TABLE mail (
        id uuid CONSTRAINT pk_mail PRIMARY KEY,
        person_id uuid NOT NULL
            CONSTRAINT fk_mail_person_id REFERENCES interest (person_id) ON DELETE CASCADE,
        opportunity_id uuid NOT NULL CONSTRAINT fk_mail_opportunity_id REFERENCES opportunity,
        kind text NOT NULL,
        token uuid NOT NULL CONSTRAINT uq_mail_token UNIQUE,
        due_at timestamptz NOT NULL,
        state text NOT NULL,
        attempts integer NOT NULL,
        CONSTRAINT uq_mail_person_id_opportunity_id UNIQUE (person_id, opportunity_id)
    )
    """,
    "CREATE INDEX ix_mail_due_at ON mail (due_at) WHERE state IN ('waiting', 'claimed')",
    "CREATE INDEX ix_mail_opportunity_id ON mail (opportunity_id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
