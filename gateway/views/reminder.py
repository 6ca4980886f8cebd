"""reminder_view: deadlines of every service, and who is waited for."""

from sqlalchemy import Column, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from gateway.views.mirrors import REMINDER
from gateway.views.parts import part_id
from gateway.views.view import View, view_table

TASK_ID = part_id("((r.state->>'about')::uuid)", "(r.state->>'part')")
"""Of the view of the tasks of files."""

TABLE = view_table(
    "reminder_view",
    Column("kind", Text, nullable=False),
    Column("title", JSONB, nullable=False),
    Column("waits_for", Text, nullable=False),
    Column("person_id", Uuid),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("remind_at", DateTime(timezone=True), nullable=False),
    Column("due_by", DateTime(timezone=True), doc="While something is waited for"),
    Column("status", Text, nullable=False),
    Column("call_id", Uuid),
    Column("placement_id", Uuid),
    Column("mobility_id", Uuid),
    Column("grant_id", Uuid),
    Column("visit_id", Uuid),
    Column("project_id", Uuid),
    Column("event_id", Uuid),
    Column("task_id", Uuid),
    indexed=[
        ("due_at", "id"),
        ("due_by", "id"),
        ("waits_for", "due_by", "id"),
        ("person_id", "due_by", "id"),
        ("kind", "due_at", "id"),
        ("status", "due_at", "id"),
    ],
)

VIEW = View(
    type="Reminder",
    table=TABLE,
    reads=(REMINDER,),
    order=("due_at", "id"),
    rows=f"""
    SELECT r.id, r.version,
           r.state->>'kind', r.state->'title', r.state->>'waits_for', r.person_id,
           (r.state->>'due_at')::timestamptz, (r.state->>'remind_at')::timestamptz,
           CASE WHEN r.state->>'status' <> 'settled' THEN (r.state->>'due_at')::timestamptz END,
           r.state->>'status',
           CASE WHEN r.state->>'kind' = 'call-closes' THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' = 'offer-reply' THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' IN ('stay-ends', 'task-due') THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' = 'instalment-due' THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' = 'follow-up-due' THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' = 'project-due' THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' = 'event-task-due' THEN (r.state->>'about')::uuid END,
           CASE WHEN r.state->>'kind' = 'task-due' THEN {TASK_ID} END
    FROM mirror_reminder r
    WHERE r.id = ANY(:reminder) AND r.state IS NOT NULL
    """,
)
