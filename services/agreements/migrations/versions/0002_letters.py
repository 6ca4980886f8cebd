"""The correspondence register."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """
    CREATE TABLE letter (
        id uuid CONSTRAINT pk_letter PRIMARY KEY,
        version integer NOT NULL,
        year integer NOT NULL,
        number integer NOT NULL,
        direction text NOT NULL,
        written_on date NOT NULL,
        subject jsonb NOT NULL,
        party text NOT NULL,
        partner_id uuid CONSTRAINT fk_letter_partner_id REFERENCES partner,
        agreement_id uuid CONSTRAINT fk_letter_agreement_id REFERENCES agreement,
        their_reference text,
        attachments text[] NOT NULL,
        template text,
        body jsonb,
        annulled boolean NOT NULL,
        annulment_reason text,
        CONSTRAINT uq_letter_year_number UNIQUE (year, number),
        CONSTRAINT ck_letter_number CHECK (number > 0),
        CONSTRAINT ck_letter_version CHECK (version > 0)
    )
    """,
    "CREATE INDEX ix_letter_direction ON letter (direction, year, number)",
    "CREATE INDEX ix_letter_partner_id ON letter (partner_id)",
    "CREATE INDEX ix_letter_agreement_id ON letter (agreement_id)",
    """
    CREATE TABLE letter_register (
        year integer CONSTRAINT pk_letter_register PRIMARY KEY,
        last integer NOT NULL
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
