"""Deadlines of every service as reminders: who is waited for, and until when."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, State, Text, Tombstone
from contracts.vocabulary import DeadlineKind, ReminderStatus, WaitsFor


class Reminder(State):
    """One deadline of one aggregate."""

    kind: DeadlineKind
    title: Text
    about: UUID = Field(
        description="The call, placement, mobility, grant, visit, project or event, as the kind says"
    )
    part: str | None = Field(
        default=None, description="Which of the aggregate's deadlines: a task's code or number"
    )
    waits_for: WaitsFor
    person_id: UUID | None = Field(default=None, description="Who, where it waits for a person")
    due_at: Instant
    remind_at: Instant
    status: ReminderStatus


class ReminderEvent(Event):
    TOPIC = topics.REMINDER
    state: Reminder


class ReminderPlanned(ReminderEvent):
    TYPE = "kervan.events.reminder-planned.v1"


class ReminderMoved(ReminderEvent):
    """The deadline is another one now; it is reminded of anew."""

    TYPE = "kervan.events.reminder-moved.v1"


class ReminderDue(ReminderEvent):
    """It is time to remind; told once a deadline."""

    TYPE = "kervan.events.reminder-due.v1"


class ReminderSettled(ReminderEvent):
    """Nothing is waited for any more."""

    TYPE = "kervan.events.reminder-settled.v1"


class ReminderErased(Tombstone):
    """The person asked to be forgotten."""

    TYPE = "kervan.events.reminder-erased.v1"
    TOPIC = topics.REMINDER


class ReminderRepublished(ReminderEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.reminder-republished.v1"
