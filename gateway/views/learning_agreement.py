"""learning_agreement_view: learning agreements in versions, with transcript and recognition."""

from sqlalchemy import Column, Date, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import LEARNING_AGREEMENT, PARTNER
from gateway.views.standing import MERGED_PARTNERS, standing
from gateway.views.view import View, view_table

TABLE = view_table(
    "learning_agreement_view",
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("partner_id", Uuid),
    Column("semesters", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("versions", JSONB, nullable=False),
    Column("transcript_on", Date),
    Column("results", JSONB, nullable=False),
    Column("recognitions", JSONB, nullable=False),
    Column("recognised_ects", Numeric, nullable=False),
    Column("recognised_on", Date),
    indexed=[("person_id", "id"), ("partner_id", "id"), ("faculty", "id"), ("status", "id")],
)

VIEW = View(
    type="LearningAgreement",
    table=TABLE,
    reads=(LEARNING_AGREEMENT, PARTNER),
    rows=f"""
    WITH touched AS (
        SELECT unnest(:learning_agreement) AS id
        UNION SELECT id FROM mirror_learning_agreement WHERE partner_id IN {MERGED_PARTNERS}
    )
    SELECT l.id, l.version,
           l.person_id, l.state->>'faculty', {standing("l.partner_id")},
           (l.state->>'semesters')::int, l.state->>'status', l.state->'versions',
           (l.state->>'transcript_on')::date, l.state->'results',
           l.state->'recognitions', (l.state->>'recognised_ects')::numeric,
           (l.state->>'recognised_on')::date
    FROM touched JOIN mirror_learning_agreement l USING (id)
    """,
)
