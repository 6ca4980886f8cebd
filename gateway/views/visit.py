"""visit_view: delegations out and in. How many guests come, never who."""

from sqlalchemy import Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import PARTNER, VISIT
from gateway.views.standing import TOUCHED_PARTNERS, standing
from gateway.views.view import View, view_table

TABLE = view_table(
    "visit_view",
    Column("purpose", JSONB, nullable=False),
    Column("direction", Text, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("host", Text, nullable=False),
    Column("begins_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("person_ids", JSONB, nullable=False),
    Column("guests", Integer, nullable=False),
    Column("programme", JSONB, nullable=False),
    Column("costs", JSONB, nullable=False),
    Column("hosting", JSONB),
    Column("letters", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("outcome", JSONB),
    Column("follow_ups", JSONB, nullable=False),
    Column("partner", JSONB),
    indexed=[
        ("begins_on", "id"),
        ("status", "begins_on", "id"),
        ("direction", "begins_on", "id"),
        ("partner_id", "begins_on", "id"),
    ],
)

VIEW = View(
    type="Visit",
    table=TABLE,
    reads=(VISIT, PARTNER),
    docs={"partner": docs.PARTNER},
    order=("begins_on", "id"),
    rows=f"""
    WITH touched AS (
        SELECT unnest(:visit) AS id
        UNION SELECT id FROM mirror_visit WHERE partner_id IN {TOUCHED_PARTNERS}
    )
    SELECT v.id, v.version,
           v.state->'purpose', v.state->>'direction', {standing("v.partner_id")}, v.state->>'host',
           (v.state->>'begins_on')::date, (v.state->>'ends_on')::date, v.state->'person_ids',
           (v.state->>'guests')::int, v.state->'programme', v.state->'costs',
           nullif(v.state->'hosting', 'null'), v.state->'letters', v.state->>'status',
           nullif(v.state->'outcome', 'null'), v.state->'follow_ups',
           {docs.PARTNER.of("p.state")}
    FROM touched JOIN mirror_visit v USING (id)
    LEFT JOIN mirror_partner p ON p.id = {standing("v.partner_id")}
    WHERE v.state IS NOT NULL
    """,
)
