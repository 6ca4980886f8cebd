"""The last filters that no index held."""

from alembic import op

revision = "0005"
down_revision = "0004"

INDEXES = (
    "CREATE INDEX ix_partner_view_erasmus_code_id ON partner_view (erasmus_code, id)",
    "CREATE INDEX ix_call_view_call_year_id ON call_view (call_year, id)",
    "CREATE INDEX ix_budget_view_call_year_id ON budget_view (call_year, id)",
    "CREATE INDEX ix_application_view_status_id ON application_view (status, id)",
    "CREATE INDEX ix_placement_view_list_id ON placement_view (list, id)",
)


def upgrade() -> None:
    for statement in INDEXES:
        op.execute(statement)
