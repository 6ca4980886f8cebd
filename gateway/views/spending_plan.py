"""spending_plan_view: proposals how a budget is used up, with what became of each step."""

from sqlalchemy import Column, DateTime, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import SPENDING_PLAN
from gateway.views.view import View, view_table

TABLE = view_table(
    "spending_plan_view",
    Column("budget_id", Uuid, nullable=False),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("drawn_up_at", DateTime(timezone=True), nullable=False),
    Column("available", JSONB, nullable=False),
    Column("used", JSONB, nullable=False),
    Column("bound", JSONB, nullable=False),
    Column("steps", JSONB, nullable=False),
    Column("forecasts", JSONB, nullable=False),
    indexed=[("budget_id", "id")],
)

VIEW = View(
    type="SpendingPlan",
    table=TABLE,
    reads=(SPENDING_PLAN,),
    rows="""
    SELECT s.id, s.version,
           (s.state->>'budget_id')::uuid, s.state->>'programme', (s.state->>'call_year')::int,
           (s.state->>'drawn_up_at')::timestamptz, s.state->'available', s.state->'used', s.state->'bound',
           s.state->'steps', s.state->'forecasts'
    FROM mirror_spending_plan s
    WHERE s.id = ANY(:spending_plan)
    """,
)
