"""National ids, and from now on no IBAN or national id may be written in the clear.

Rows from before are sealed while serving, by ``python -m services.mobility keys reseal``; until then they are
read as they are. Answers kept for repeated requests are masked here: what they showed is shown no more.
"""

from alembic import op

from chassis.migrations import only_sealed

revision = "0002"
down_revision = "0001"

MASK_STORED_ANSWERS = r"""
    UPDATE idempotency
    SET body = convert_to(regexp_replace(
        convert_from(body, 'UTF8'), '"iban":"([A-Z]{2})[A-Z0-9]*([A-Z0-9]{4})"', '"iban":"\1•• •••• \2"'
    ), 'UTF8')
    WHERE operation ~ '^(POST|PATCH) /v1/people' AND body IS NOT NULL
"""


def upgrade() -> None:
    op.execute("ALTER TABLE person ADD COLUMN national_id text")
    only_sealed(op, "person", "iban", "national_id")
    op.execute(MASK_STORED_ANSWERS)
