"""mobility_task_view: one row for each task of every file; the office's work list."""

from sqlalchemy import Column, Date, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.instalment import NO_DAY
from gateway.views.mirrors import MOBILITY_FILE
from gateway.views.parts import part_id
from gateway.views.view import View, view_table

TABLE = view_table(
    "mobility_task_view",
    Column("file_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("faculty", Text),
    Column("programme", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("label", JSONB, nullable=False),
    Column("counted_from", Text, nullable=False),
    Column("due_on", Date),
    Column("due_by", Date, nullable=False, doc="due_on, or NO_DAY"),
    Column("status", Text, nullable=False),
    Column("done_on", Date),
    Column("reminders", Integer, nullable=False),
    Column("reminded_on", Date),
    Column("source", Text, nullable=False),
    Column("required_for", Text),
    Column("waits_for", Text, nullable=False),
    indexed=[
        ("due_by", "id"),
        ("status", "due_by", "id"),
        ("programme", "due_by", "id"),
        ("direction", "due_by", "id"),
        ("faculty", "due_by", "id"),
        ("person_id", "due_by", "id"),
        ("code", "due_by", "id"),
        ("file_id", "due_by", "id"),
    ],
)

VIEW = View(
    type="MobilityTask",
    table=TABLE,
    reads=(MOBILITY_FILE,),
    of="file_id",
    order=("due_by", "id"),
    rows=f"""
    SELECT {part_id("f.id", "(t.each->>'code')")}, f.version,
           f.id, f.person_id, f.state->>'faculty', f.state->>'programme', f.state->>'direction',
           t.each->>'code', t.each->'label', t.each->>'counted_from', (t.each->>'due_on')::date,
           coalesce((t.each->>'due_on')::date, '{NO_DAY}'), t.each->>'status', (t.each->>'done_on')::date,
           (t.each->>'reminders')::int, (t.each->>'reminded_on')::date, t.each->>'source',
           t.each->>'required_for', coalesce(t.each->>'waits_for', 'person')
    FROM mirror_mobility_file f CROSS JOIN LATERAL jsonb_array_elements(f.state->'tasks') AS t (each)
    WHERE f.id = ANY(:mobility_file)
    """,
)
