"""mobility_view: the widest row, a stay with person, agreement, partner, grant, orders and registrations."""

from sqlalchemy import Boolean, Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import AGREEMENT, GRANT, MOBILITY, PARTNER, PAYMENT_ORDER, PERSON, REGISTRATION
from gateway.views.view import Doc, View, view_table

TABLE = view_table(
    "mobility_view",
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("call_id", Uuid),
    Column("placement_id", Uuid),
    Column("agreement_id", Uuid),
    Column("partner_id", Uuid),
    Column("host_country", Text),
    Column("rank", Integer),
    Column("status", Text, nullable=False),
    Column("begins", Date),
    Column("ends", Date),
    Column("days", Integer),
    Column("imported", Boolean, nullable=False),
    Column("person", JSONB),
    Column("agreement", JSONB, doc="With its partner inside"),
    Column("partner", JSONB),
    Column("grant", JSONB, doc="With its payment orders inside"),
    Column("registrations", JSONB, nullable=False),
    indexed=[
        ("person_id", "id"),
        ("faculty", "id"),
        ("status", "id"),
        ("programme", "call_year", "id"),
        ("agreement_id", "id"),
        ("partner_id", "id"),
        ("call_id", "id"),
    ],
)

VIEW = View(
    type="Mobility",
    table=TABLE,
    reads=(MOBILITY, PERSON, AGREEMENT, PARTNER, GRANT, PAYMENT_ORDER, REGISTRATION),
    docs={
        "person": Doc("Person"),
        "agreement": Doc("Agreement", docs={"partner": Doc("Partner")}),
        "partner": Doc("Partner"),
        "grant": Doc("Grant", docs={"payment_orders": Doc("PaymentOrder", many=True)}),
        "registrations": Doc("Registration", many=True),
    },
    rows="""
    WITH touched AS (
        SELECT unnest(:mobility) AS id
        UNION SELECT id FROM mirror_mobility WHERE person_id = ANY(:person)
        UNION SELECT id FROM mirror_mobility WHERE agreement_id = ANY(:agreement)
        UNION SELECT id FROM mirror_mobility WHERE partner_id = ANY(:partner)
        UNION SELECT m.id FROM mirror_mobility m JOIN mirror_agreement a ON a.id = m.agreement_id
              WHERE a.partner_id = ANY(:partner)
        UNION SELECT mobility_id FROM mirror_grant WHERE id = ANY(:grant)
        UNION SELECT g.mobility_id FROM mirror_grant g JOIN mirror_payment_order o ON o.grant_id = g.id
              WHERE o.id = ANY(:payment_order)
        UNION SELECT m.id FROM mirror_mobility m JOIN mirror_registration r ON r.person_id = m.person_id
              WHERE r.id = ANY(:registration)
    )
    SELECT m.id, m.version,
           m.state->>'programme', (m.state->>'call_year')::int, m.state->>'academic_year',
           m.state->>'direction', m.state->>'kind', m.person_id, m.state->>'faculty', m.call_id,
           m.placement_id, m.agreement_id, m.partner_id, m.state->>'host_country', (m.state->>'rank')::int,
           m.state->>'status',
           (m.state->>'begins')::date, (m.state->>'ends')::date, (m.state->>'days')::int,
           (m.state->>'imported')::boolean, p.state,
           a.state || jsonb_build_object('partner', ap.state), o.state,
           (SELECT g.state || jsonb_build_object('payment_orders', (
                       SELECT coalesce(jsonb_agg(y.state ORDER BY y.id), '[]')
                       FROM mirror_payment_order y WHERE y.grant_id = g.id))
            FROM mirror_grant g WHERE g.mobility_id = m.id ORDER BY g.id DESC LIMIT 1),
           (SELECT coalesce(jsonb_agg(r.state ORDER BY r.id), '[]')
            FROM mirror_registration r WHERE r.person_id = m.person_id AND r.state IS NOT NULL)
    FROM touched JOIN mirror_mobility m USING (id)
    LEFT JOIN mirror_person p ON p.id = m.person_id
    LEFT JOIN mirror_agreement a ON a.id = m.agreement_id
    LEFT JOIN mirror_partner ap ON ap.id = a.partner_id
    LEFT JOIN mirror_partner o ON o.id = m.partner_id
    """,
)
