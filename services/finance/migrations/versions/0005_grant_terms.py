"""What besides days and rates makes a grant: its terms; and whom a call year gives travel support."""

from alembic import op

revision = "0005"
down_revision = "0004"

# a row of the old code has no terms: whoever writes without them means none
TERMS = "ALTER TABLE grants ADD COLUMN terms jsonb NOT NULL DEFAULT '{}'"

TRAVEL_RULES = """
CREATE TABLE travel_rules (
    action text NOT NULL,
    stay text NOT NULL,
    first_call_year integer NOT NULL,
    last_call_year integer NOT NULL,
    travellers text NOT NULL,
    source text NOT NULL,
    note text NOT NULL,
    CONSTRAINT pk_travel_rules PRIMARY KEY (action, stay, first_call_year)
)
"""


def upgrade() -> None:
    op.execute(TERMS)
    op.execute(TRAVEL_RULES)
