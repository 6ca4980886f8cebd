"""Contacts and notes of partners, sealed."""

from alembic import op

from chassis.migrations import only_sealed

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """
    CREATE TABLE partner_contact (
        id uuid CONSTRAINT pk_partner_contact PRIMARY KEY,
        partner_id uuid NOT NULL CONSTRAINT fk_partner_contact_partner_id REFERENCES partner,
        version integer NOT NULL,
        valid_until date,
        person text NOT NULL,
        CONSTRAINT ck_partner_contact_version CHECK (version > 0)
    )
    """,
    "CREATE INDEX ix_partner_contact_partner_id ON partner_contact (partner_id)",
    """
    CREATE INDEX ix_partner_contact_valid_until ON partner_contact (valid_until, id)
    WHERE valid_until IS NOT NULL
    """,
    """
    CREATE TABLE partner_note (
        id uuid CONSTRAINT pk_partner_note PRIMARY KEY,
        partner_id uuid NOT NULL CONSTRAINT fk_partner_note_partner_id REFERENCES partner,
        author text NOT NULL,
        written_at timestamptz NOT NULL,
        words text NOT NULL
    )
    """,
    "CREATE INDEX ix_partner_note_partner_id ON partner_note (partner_id, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    only_sealed(op, "partner_contact", "person")
    only_sealed(op, "partner_note", "words")
