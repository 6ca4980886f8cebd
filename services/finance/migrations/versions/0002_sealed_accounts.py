"""From now on no IBAN may be written in the clear.

Rows from before are sealed while serving, by ``python -m services.finance keys reseal``.
"""

from alembic import op

from chassis.migrations import only_sealed

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    only_sealed(op, "payees", "iban")
