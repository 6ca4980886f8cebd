"""mobility_view: the widest row, a stay with the basics of its person, agreement, partner and grant."""

from sqlalchemy import Boolean, Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views import docs
from gateway.views.mirrors import AGREEMENT, GRANT, MOBILITY, PARTNER, PERSON
from gateway.views.standing import TOUCHED_PARTNERS, standing
from gateway.views.view import View, view_table

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
    Column("arrived_on", Date),
    Column("force_majeure", Boolean, nullable=False),
    Column("eqf_level", Text),
    Column("grant_id", Uuid, doc="The newest grant, where a mobility was granted anew"),
    Column("person", JSONB),
    Column("agreement", JSONB),
    Column("partner", JSONB),
    Column("grant", JSONB),
    indexed=[
        ("person_id", "id"),
        ("faculty", "id"),
        ("status", "id"),
        ("programme", "call_year", "id"),
        ("programme", "call_year", "status"),  # statistics count in the index alone
        ("call_year", "id"),
        ("direction", "id"),
        ("host_country", "id"),
        ("agreement_id", "id"),
        ("partner_id", "id"),
        ("call_id", "id"),
    ],
)

VIEW = View(
    type="Mobility",
    table=TABLE,
    reads=(MOBILITY, PERSON, AGREEMENT, PARTNER, GRANT),
    docs={
        "person": docs.PERSON,
        "agreement": docs.AGREEMENT,
        "partner": docs.PARTNER,
        "grant": docs.GRANT,
    },
    counted=("programme", "call_year", "direction", "host_country", "faculty", "status"),
    rows=f"""
    WITH touched AS (
        SELECT unnest(:mobility) AS id
        UNION SELECT id FROM mirror_mobility WHERE person_id = ANY(:person)
        UNION SELECT id FROM mirror_mobility WHERE agreement_id = ANY(:agreement)
        UNION SELECT id FROM mirror_mobility WHERE partner_id IN {TOUCHED_PARTNERS}
        UNION SELECT mobility_id FROM mirror_grant WHERE id = ANY(:grant)
    )
    SELECT m.id, m.version,
           m.state->>'programme', (m.state->>'call_year')::int, m.state->>'academic_year',
           m.state->>'direction', m.state->>'kind', m.person_id, m.state->>'faculty', m.call_id,
           m.placement_id, m.agreement_id, {standing("m.partner_id")},
           m.state->>'host_country', (m.state->>'rank')::int, m.state->>'status',
           (m.state->>'begins')::date, (m.state->>'ends')::date, (m.state->>'days')::int,
           (m.state->>'imported')::boolean, (m.state->>'arrived_on')::date,
           coalesce((m.state->>'force_majeure')::boolean, false), m.state->>'eqf_level', g.id,
           {docs.PERSON.of("p.state")},
           {docs.AGREEMENT.of("a.state")},
           {docs.PARTNER.of("o.state")},
           {docs.GRANT.of("g.state")}
    FROM touched JOIN mirror_mobility m USING (id)
    LEFT JOIN mirror_person p ON p.id = m.person_id
    LEFT JOIN mirror_agreement a ON a.id = m.agreement_id
    LEFT JOIN mirror_partner o ON o.id = {standing("m.partner_id")}
    LEFT JOIN LATERAL (
        SELECT id, state FROM mirror_grant WHERE mobility_id = m.id ORDER BY id DESC LIMIT 1) g ON true
    """,
)
