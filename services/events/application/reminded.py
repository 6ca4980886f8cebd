"""Reminders in the published language."""

from __future__ import annotations

from contracts import reminders as told
from contracts.event import Text
from services.events.domain.reminder import Reminder


def reminder_state(reminder: Reminder) -> told.Reminder:
    deadline, title = reminder.deadline, reminder.deadline.title
    return told.Reminder(
        id=reminder.id,
        version=reminder.version,
        kind=deadline.kind,
        title=Text(tr=title.tr, en=title.en),
        about=deadline.about,
        part=deadline.part,
        waits_for=deadline.waits_for,
        person_id=deadline.person_id,
        due_at=deadline.due_at,
        remind_at=reminder.remind_at,
        status=reminder.status,
    )


def planned(reminder: Reminder) -> told.ReminderEvent:
    return told.ReminderPlanned(state=reminder_state(reminder))


def moved(reminder: Reminder) -> told.ReminderEvent:
    return told.ReminderMoved(state=reminder_state(reminder))


def due(reminder: Reminder) -> told.ReminderEvent:
    return told.ReminderDue(state=reminder_state(reminder))


def settled(reminder: Reminder) -> told.ReminderEvent:
    return told.ReminderSettled(state=reminder_state(reminder))
