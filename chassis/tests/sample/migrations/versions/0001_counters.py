"""The chassis's tables, an aggregate, and a log of effects that would show a doubled one."""

from alembic import op

from chassis.migrations import create_chassis_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_chassis_tables(op)
    op.execute("CREATE TABLE counter (id uuid PRIMARY KEY, version integer NOT NULL)")
    op.execute("CREATE TABLE effect (id bigserial PRIMARY KEY, key text NOT NULL, sequence integer NOT NULL)")
    op.execute("CREATE TABLE view (id uuid PRIMARY KEY, version integer NOT NULL)")
