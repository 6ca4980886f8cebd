"""Payments by the day they were made: operators see every minute how punctual the last 90 days were."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_payment_orders_paid ON payment_orders (answered_at) WHERE status = 'paid'")
