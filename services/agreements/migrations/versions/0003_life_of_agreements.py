"""Amendments, notices, renewals, and the last day of every agreement: the clock ends what is over."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """
    ALTER TABLE agreement
        ADD COLUMN amended_from_year integer,
        ADD COLUMN amendment_content jsonb,
        ADD COLUMN earlier_contents jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN notice jsonb,
        ADD COLUMN ended_by text,
        ADD COLUMN ends_on date,
        ADD COLUMN renews uuid CONSTRAINT fk_agreement_renews REFERENCES agreement
    """,
    "UPDATE agreement SET ends_on = make_date(last_year + 1, 8, 31)",
    "CREATE INDEX ix_agreement_ends_on ON agreement (ends_on) WHERE status = 'active'",
    """
    CREATE UNIQUE INDEX uq_agreement_renews ON agreement (renews)
    WHERE renews IS NOT NULL AND status <> 'terminated'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
