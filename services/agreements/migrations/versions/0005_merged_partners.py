"""Partners that are one: the duplicate points to the record that stands. Where partners are on the map."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    "ALTER TABLE partner ADD COLUMN merged_into uuid CONSTRAINT fk_partner_merged_into REFERENCES partner",
    "CREATE INDEX ix_partner_merged_into ON partner (merged_into) WHERE merged_into IS NOT NULL",
    """
    CREATE INDEX ix_partner_folded_code ON partner (replace(upper(erasmus_code), ' ', ''), id)
    WHERE erasmus_code IS NOT NULL
    """,
    """
    ALTER TABLE partner
        ADD COLUMN latitude numeric(9, 6),
        ADD COLUMN longitude numeric(9, 6),
        ADD CONSTRAINT ck_partner_coordinates CHECK (
            (latitude IS NULL) = (longitude IS NULL) AND abs(latitude) <= 90 AND abs(longitude) <= 180)
    """,
    "ALTER TABLE agreement ADD COLUMN agreed_with uuid",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
