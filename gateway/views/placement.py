"""placement_view: places offered or held in reserve, with applicant, agreement and partner."""

from sqlalchemy import Boolean, Column, Date, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import AGREEMENT, CALL, PARTNER, PERSON, PLACEMENT
from gateway.views.standing import TOUCHED_PARTNERS, standing
from gateway.views.view import View, view_table

TABLE = view_table(
    "placement_view",
    Column("call_id", Uuid, nullable=False),
    Column("application_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text, nullable=False),
    Column("agreement_id", Uuid, nullable=False),
    Column("condition_id", Uuid, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("list", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("score", Numeric, nullable=False),
    Column("status", Text, nullable=False),
    Column("reply_by", Date),
    Column("promoted", Boolean, nullable=False),
    Column("call_status", Text),
    Column("person", JSONB),
    Column("agreement", JSONB),
    Column("partner", JSONB),
    indexed=[
        ("call_id", "id"),
        ("call_id", "rank", "id"),
        ("status", "id"),
        ("list", "id"),
        ("person_id", "id"),
        ("application_id", "id"),
        ("faculty", "id"),
    ],
)

VIEW = View(
    type="Placement",
    table=TABLE,
    reads=(PLACEMENT, PERSON, CALL, AGREEMENT, PARTNER),
    docs={"person": docs.PERSON, "agreement": docs.AGREEMENT, "partner": docs.PARTNER},
    rows=f"""
    WITH touched AS (
        SELECT unnest(:placement) AS id
        UNION SELECT id FROM mirror_placement WHERE person_id = ANY(:person)
        UNION SELECT id FROM mirror_placement WHERE call_id = ANY(:call)
        UNION SELECT id FROM mirror_placement WHERE agreement_id = ANY(:agreement)
        UNION SELECT id FROM mirror_placement WHERE partner_id IN {TOUCHED_PARTNERS}
    )
    SELECT l.id, l.version,
           l.call_id, l.application_id, l.person_id, l.state->>'faculty', l.agreement_id,
           (l.state->>'condition_id')::uuid, {standing("l.partner_id")},
           l.state->>'list', (l.state->>'rank')::int, (l.state->>'score')::numeric, l.state->>'status',
           (l.state->>'reply_by')::date, (l.state->>'promoted')::boolean, c.state->>'status',
           {docs.PERSON.of("p.state")},
           {docs.AGREEMENT.of("a.state")},
           {docs.PARTNER.of("o.state")}
    FROM touched JOIN mirror_placement l USING (id)
    LEFT JOIN mirror_person p ON p.id = l.person_id
    LEFT JOIN mirror_call c ON c.id = l.call_id
    LEFT JOIN mirror_agreement a ON a.id = l.agreement_id
    LEFT JOIN mirror_partner o ON o.id = {standing("l.partner_id")}
    """,
)
