"""mobility_file_view: the file of each stay, with its nomination and what waits."""

from sqlalchemy import Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.instalment import NO_DAY
from gateway.views.mirrors import MOBILITY_FILE, PARTNER
from gateway.views.standing import MERGED_PARTNERS, standing
from gateway.views.view import View, view_table

TABLE = view_table(
    "mobility_file_view",
    Column("programme", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("academic_year", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("partner_id", Uuid),
    Column("nomination_status", Text, nullable=False),
    Column("nominated_on", Date),
    Column("answer_by", Date),
    Column("answered_on", Date),
    Column("tasks_waiting", Integer, nullable=False),
    Column("next_due_on", Date),
    Column("due_by", Date, nullable=False, doc="next_due_on, or NO_DAY"),
    Column("work_plan", JSONB(none_as_null=True)),
    indexed=[
        ("person_id", "id"),
        ("partner_id", "id"),
        ("faculty", "id"),
        ("programme", "id"),
        ("direction", "id"),
        ("nomination_status", "id"),
        ("due_by", "id"),
    ],
)

VIEW = View(
    type="MobilityFile",
    table=TABLE,
    reads=(MOBILITY_FILE, PARTNER),
    rows=f"""
    WITH touched AS (
        SELECT unnest(:mobility_file) AS id
        UNION SELECT id FROM mirror_mobility_file WHERE partner_id IN {MERGED_PARTNERS}
    )
    SELECT f.id, f.version,
           f.state->>'programme', f.state->>'direction', f.state->>'kind', f.state->>'academic_year',
           f.person_id, f.state->>'faculty', {standing("f.partner_id")},
           f.state->'nomination'->>'status', (f.state->'nomination'->>'sent_on')::date,
           (f.state->'nomination'->>'answer_by')::date, (f.state->'nomination'->>'answered_on')::date,
           t.waiting, t.next_due_on, coalesce(t.next_due_on, '{NO_DAY}'),
           nullif(f.state->'work_plan', 'null')
    FROM touched JOIN mirror_mobility_file f USING (id)
    CROSS JOIN LATERAL (
        SELECT count(*)::int AS waiting, min((each->>'due_on')::date) AS next_due_on
        FROM jsonb_array_elements(f.state->'tasks') AS listed (each) WHERE each->>'status' = 'waiting') t
    """,
)
