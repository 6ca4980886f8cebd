"""What is done on the stay that a grant pays: staff and short stays have one rate for several activities.

Of those drafted before, it is told by the next event of their mobility.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

OF_ONE_ACTIVITY = """
UPDATE grants SET activity = kind WHERE kind IN ('student-study', 'student-traineeship')
"""


def upgrade() -> None:
    op.execute("ALTER TABLE grants ADD COLUMN activity text")
    op.execute(OF_ONE_ACTIVITY)
    op.execute("CREATE INDEX ix_grants_budget_id ON grants (budget_id, id)")
