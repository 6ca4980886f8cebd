"""The correspondence register. Its topic begins with this release: nothing is to be filled."""

from alembic import op

revision = "0014"
down_revision = "0013"

TABLES = (
    """
    CREATE TABLE mirror_letter (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        state JSONB,
        CONSTRAINT pk_mirror_letter PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE letter_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        year INTEGER NOT NULL,
        number INTEGER NOT NULL,
        direction TEXT NOT NULL,
        written_on DATE NOT NULL,
        subject JSONB NOT NULL,
        party TEXT NOT NULL,
        partner_id UUID,
        agreement_id UUID,
        their_reference TEXT,
        attachments JSONB NOT NULL,
        template TEXT,
        annulled BOOLEAN NOT NULL,
        CONSTRAINT pk_letter_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_letter_view_year_number_id ON letter_view (year, number, id)",
    "CREATE INDEX ix_letter_view_direction_year_number_id ON letter_view (direction, year, number, id)",
    "CREATE INDEX ix_letter_view_partner_id_year_number_id ON letter_view (partner_id, year, number, id)",
    "CREATE INDEX ix_letter_view_agreement_id_year_number_id ON letter_view (agreement_id, year, number, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
