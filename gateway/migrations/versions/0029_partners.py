"""Partners that were merged and where they are on a map; agreements' kinds and deadlines.

Rows that are there were told of no merge; what they say of the rest comes with ``republish``.
"""

from alembic import op

revision = "0029"
down_revision = "0028"

STATEMENTS = (
    "ALTER TABLE mirror_partner ADD COLUMN merged_into UUID",
    "CREATE INDEX ix_mirror_partner_merged_into ON mirror_partner (merged_into)",
    """
    ALTER TABLE partner_view
        ADD COLUMN latitude NUMERIC,
        ADD COLUMN longitude NUMERIC,
        ADD COLUMN merged BOOLEAN NOT NULL DEFAULT false,
        ADD COLUMN merged_into_id UUID
    """,
    """
    ALTER TABLE agreement_view
        ADD COLUMN expiring_since DATE,
        ADD COLUMN kind TEXT,
        ADD COLUMN particulars JSONB
    """,
    "CREATE INDEX ix_agreement_view_kind_id ON agreement_view (kind, id)",
    "ALTER TABLE reminder_view ADD COLUMN agreement_id UUID",
    "CREATE INDEX ix_partner_view_merged_name_id ON partner_view (merged, name, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
