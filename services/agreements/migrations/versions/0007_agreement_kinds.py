"""Kinds of agreements, and what stands in them beside conditions.

A kind that is null, of a row that code of before writes while it is rolled, is the programme's usual one.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """
    ALTER TABLE agreement
        ADD COLUMN kind text,
        ADD COLUMN particulars jsonb
    """,
    """
    UPDATE agreement SET kind = CASE programme
        WHEN 'erasmus' THEN 'erasmus-inter-institutional' WHEN 'mevlana' THEN 'mevlana-protocol'
        WHEN 'farabi' THEN 'farabi-protocol' WHEN 'bilateral' THEN 'bilateral' END
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
