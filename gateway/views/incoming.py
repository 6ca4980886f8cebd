"""incoming_view: applications of those whom partners send us."""

from sqlalchemy import Column, Date, Integer, Text, Uuid

from gateway.views.instalment import NO_DAY
from gateway.views.mirrors import INCOMING, PERSON
from gateway.views.view import View, view_table

TABLE = view_table(
    "incoming_view",
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text, nullable=False),
    Column("partner_id", Uuid, nullable=False),
    Column("agreement_id", Uuid),
    Column("programme", Text, nullable=False),
    Column("call_year", Integer, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("eqf_level", Text),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("decide_by", Date),
    Column("due_by", Date, nullable=False, doc="decide_by, or NO_DAY"),
    Column("decided_on", Date),
    Column("mobility_id", Uuid),
    Column("buddy_id", Uuid),
    Column("buddy_status", Text),
    Column("guest_name", Text),
    Column("buddy_name", Text),
    indexed=[
        ("person_id", "id"),
        ("partner_id", "id"),
        ("faculty", "id"),
        ("status", "id"),
        ("academic_year", "id"),
        ("due_by", "id"),
        ("buddy_id", "id"),
    ],
)


def _name_of(person: str) -> str:
    """SQL: null once they are erased."""
    return f"nullif(concat_ws(' ', {person}.state->>'given_name', {person}.state->>'family_name'), '')"


VIEW = View(
    type="IncomingApplication",
    table=TABLE,
    reads=(INCOMING, PERSON),
    rows=f"""
    WITH touched AS (
        SELECT unnest(CAST(:incoming AS uuid[])) AS id
        UNION SELECT id FROM mirror_incoming WHERE person_id = ANY(:person) OR buddy_id = ANY(:person)
    )
    SELECT i.id, i.version,
           i.person_id, i.state->>'faculty', i.partner_id, (i.state->>'agreement_id')::uuid,
           i.state->>'programme', (i.state->>'call_year')::int, i.state->>'academic_year', i.state->>'kind',
           i.state->>'eqf_level', (i.state->>'begins')::date, (i.state->>'ends')::date, i.state->>'status',
           (i.state->>'received_on')::date, (i.state->>'decide_by')::date,
           coalesce((i.state->>'decide_by')::date, '{NO_DAY}'), (i.state->>'decided_on')::date,
           i.mobility_id, i.buddy_id, i.state->>'buddy_status',
           {_name_of("g")}, {_name_of("b")}
    FROM touched JOIN mirror_incoming i USING (id)
    LEFT JOIN mirror_person g ON g.id = i.person_id
    LEFT JOIN mirror_person b ON b.id = i.buddy_id
    """,
)
