"""event_plan_view: how events are prepared, with what they cost in all and for each who came.

``totals``: one entry a currency. A plan has its row once its event is known.
"""

from sqlalchemy import Column, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import EVENT, EVENT_PLAN
from gateway.views.view import View, view_table

TABLE = view_table(
    "event_plan_view",
    Column("event_id", Uuid, nullable=False),
    Column("begins_at", DateTime(timezone=True), nullable=False),
    Column("costs", JSONB, nullable=False),
    Column("tasks", JSONB, nullable=False),
    Column("totals", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    indexed=[("begins_at", "id"), ("event_id", "id"), ("status", "begins_at", "id")],
)

VIEW = View(
    type="EventPlan",
    table=TABLE,
    reads=(EVENT_PLAN, EVENT),
    order=("begins_at", "id"),
    rows="""
    WITH touched AS (
        SELECT unnest(:event_plan) AS id
        UNION SELECT unnest(:event)
    )
    SELECT p.id, p.version,
           p.id, (e.state->>'begins_at')::timestamptz, p.state->'costs', p.state->'tasks', spent.totals,
           p.state->>'status'
    FROM touched JOIN mirror_event_plan p USING (id)
    JOIN mirror_event e USING (id),
    LATERAL (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'currency', currency, 'planned', planned::text, 'actual', actual::text, 'per_participant',
            round(actual / nullif((e.state->>'attended')::int, 0), 2)::text
        ) ORDER BY currency), '[]') AS totals
        FROM (
            SELECT money->>'currency' AS currency,
                   coalesce(sum(amount) FILTER (WHERE said = 'planned'), 0.00) AS planned,
                   coalesce(sum(amount) FILTER (WHERE said = 'actual'), 0.00) AS actual
            FROM jsonb_array_elements(p.state->'costs') cost,
                 LATERAL (VALUES ('planned', cost->'planned'), ('actual', cost->'actual')) line (said, money),
                 LATERAL (SELECT (money->>'amount')::numeric AS amount) of_it
            WHERE money->>'currency' IS NOT NULL
            GROUP BY 1
        ) each_currency
    ) spent
    WHERE p.state IS NOT NULL
    """,
)
