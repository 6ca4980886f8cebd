"""When whom was forgotten here, who had asked, and how many rows that were; the lines so far come along.

``destruction`` stays for one release: code from before writes it.
"""

from alembic import op

from chassis.migrations import create_erasure_table

revision = "0004"
down_revision = "0003"

# lines from before did not say who was forgotten
BROUGHT_ALONG = """
    INSERT INTO erasure (id, person, erased_at, rows) SELECT id, '', destroyed_at, rows FROM destruction
"""


def upgrade() -> None:
    create_erasure_table(op)
    op.execute(BROUGHT_ALONG)
