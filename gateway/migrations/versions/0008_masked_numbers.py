"""People's IBANs and national ids are masks here from now on, and sealed beside them.

Rows from before are masked and sealed by ``python -m gateway keys reseal``, or by ``rebuild``.
"""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("ALTER TABLE person_view ADD COLUMN national_id text")
    for table, value in (("person_view", "{}"), ("mirror_person", "(state->>'{}')")):
        for number in ("iban", "national_id"):
            op.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{number}_masked"
                f" CHECK ({value.format(number)} LIKE '%••%') NOT VALID"
            )
