"""How agreements change, end, go on and are used. Rows that are there are filled by ``rebuild``.

Until then they say nothing of it: nothing waits, no place is held.
"""

from alembic import op

revision = "0020"
down_revision = "0019"

STATEMENTS = (
    "ALTER TABLE mirror_agreement ADD COLUMN renews UUID",
    "CREATE INDEX ix_mirror_agreement_renews ON mirror_agreement (renews)",
    """
    ALTER TABLE agreement_view
        ADD COLUMN content_hash TEXT,
        ADD COLUMN amended_from TEXT,
        ADD COLUMN ends_on DATE,
        ADD COLUMN ended_by TEXT,
        ADD COLUMN notice JSONB,
        ADD COLUMN amendment JSONB,
        ADD COLUMN earlier JSONB NOT NULL DEFAULT '[]',
        ADD COLUMN renews_id UUID,
        ADD COLUMN renewal_id UUID,
        ADD COLUMN waits_for_us BOOLEAN NOT NULL DEFAULT false,
        ADD COLUMN waits_for_partner BOOLEAN NOT NULL DEFAULT false,
        ADD COLUMN idle_since TEXT NOT NULL DEFAULT '',
        ADD COLUMN balance JSONB NOT NULL DEFAULT '[]',
        ADD COLUMN exchange JSONB NOT NULL DEFAULT '[]'
    """,
    "CREATE INDEX ix_agreement_view_ends_on_id ON agreement_view (ends_on, id)",
    "CREATE INDEX ix_agreement_view_status_ends_on_id ON agreement_view (status, ends_on, id)",
    "CREATE INDEX ix_agreement_view_idle_since_id ON agreement_view (idle_since, id)",
    "CREATE INDEX ix_agreement_view_waits_for_us_id ON agreement_view (waits_for_us, id)",
    "CREATE INDEX ix_agreement_view_waits_for_partner_id ON agreement_view (waits_for_partner, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
