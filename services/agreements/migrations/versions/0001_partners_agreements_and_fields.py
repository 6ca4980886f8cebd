"""Partners, agreements and fields of education, with the chassis's tables."""

from alembic import op

from chassis.folding import FOLD_FUNCTION_SQL
from chassis.migrations import create_chassis_tables

revision = "0001"
down_revision = None

STATEMENTS = (
    FOLD_FUNCTION_SQL,
    """
    CREATE TABLE partner (
        id uuid CONSTRAINT pk_partner PRIMARY KEY,
        version integer NOT NULL,
        name text NOT NULL,
        country text NOT NULL,
        city text,
        website text,
        erasmus_code text CONSTRAINT uq_partner_erasmus_code UNIQUE,
        pic text,
        oid text,
        charter_start date,
        charter_end date,
        folded_name text NOT NULL GENERATED ALWAYS AS (kervan_fold(name)) STORED,
        search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple',
            kervan_fold(name || ' ' || coalesce(erasmus_code, '') || ' ' || coalesce(city, '')))) STORED,
        CONSTRAINT ck_partner_country CHECK (country ~ '^[A-Z]{2}$'),
        CONSTRAINT ck_partner_version CHECK (version > 0)
    )
    """,
    "CREATE INDEX ix_partner_search ON partner USING gin (search)",
    "CREATE INDEX ix_partner_folded_name ON partner (folded_name, id)",
    "CREATE INDEX ix_partner_country ON partner (country, folded_name, id)",
    """
    CREATE UNIQUE INDEX uq_partner_folded_name ON partner (country, folded_name) WHERE erasmus_code IS NULL
    """,
    """
    CREATE TABLE agreement (
        id uuid CONSTRAINT pk_agreement PRIMARY KEY,
        version integer NOT NULL,
        reference text NOT NULL CONSTRAINT uq_agreement_reference UNIQUE,
        programme text NOT NULL,
        partner_id uuid NOT NULL CONSTRAINT fk_agreement_partner_id REFERENCES partner,
        status text NOT NULL,
        first_year integer NOT NULL,
        last_year integer NOT NULL,
        conditions jsonb NOT NULL,
        signatures jsonb NOT NULL,
        imported boolean NOT NULL,
        publication_version integer,
        published_at timestamptz,
        termination_reason text,
        CONSTRAINT ck_agreement_years CHECK (first_year <= last_year),
        CONSTRAINT ck_agreement_version CHECK (version > 0),
        CONSTRAINT ck_agreement_publication CHECK ((publication_version IS NULL) = (published_at IS NULL))
    )
    """,
    "CREATE INDEX ix_agreement_programme ON agreement (programme, id)",
    "CREATE INDEX ix_agreement_status ON agreement (status, id)",
    "CREATE INDEX ix_agreement_partner_id ON agreement (partner_id, id)",
    """
    CREATE TABLE isced_field (
        code text CONSTRAINT pk_isced_field PRIMARY KEY,
        level text NOT NULL,
        label_tr text NOT NULL,
        label_en text NOT NULL,
        search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple',
            kervan_fold(code || ' ' || label_tr || ' ' || label_en))) STORED
    )
    """,
    "CREATE INDEX ix_isced_field_search ON isced_field USING gin (search)",
)


def upgrade() -> None:
    create_chassis_tables(op)
    for statement in STATEMENTS:
        op.execute(statement)
