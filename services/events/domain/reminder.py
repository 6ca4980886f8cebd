"""Deadlines of every service in one place: planned, due once a deadline, settled.

A reminder follows one deadline of one aggregate, or of one part of it. When that moves, it is reminded of
anew; when nothing is waited for any more, it is settled. How long before a deadline somebody is reminded is
the office's choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chassis.refusal import LocalizedText
from contracts.vocabulary import DeadlineKind, WaitsFor
from contracts.vocabulary import ReminderStatus as Status

TITLES: Final[Mapping[DeadlineKind, LocalizedText]] = {
    DeadlineKind.CALL_CLOSES: LocalizedText(
        "Başvurular kapanıyor: değerlendirin", "A call closes: rank its applications"
    ),
    DeadlineKind.OFFER_REPLY: LocalizedText(
        "Teklif edilen yere yanıt verin", "Answer the place you are offered"
    ),
    DeadlineKind.STAY_ENDS: LocalizedText("Hareketlilik bitiyor: kapatın", "A stay ends: complete it"),
    DeadlineKind.INSTALMENT_DUE: LocalizedText("Bir taksitin ödeme günü", "An instalment is due"),
    DeadlineKind.FOLLOW_UP_DUE: LocalizedText(
        "Bir ziyaretin takip işi bitmeli", "What follows a visit is to be done"
    ),
    DeadlineKind.PROJECT_DUE: LocalizedText(
        "Bir projenin sıradaki işi ya da başvurusu", "A project's next task, or its application"
    ),
    DeadlineKind.EVENT_TASK_DUE: LocalizedText(
        "Bir etkinliğin hazırlık işi bitmeli", "A task of an event's plan is to be done"
    ),
    DeadlineKind.TASK_DUE: LocalizedText("Hareketlilik dosyasında bir iş", "A task of a stay"),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """``about``: the aggregate of another service. ``person_id``: who, where it waits for a person.

    ``part``: which of the aggregate's deadlines, where it has several; ``name``: what that part is
    called, which makes no other deadline of it.
    """

    kind: DeadlineKind
    about: UUID
    due_at: datetime
    waits_for: WaitsFor
    person_id: UUID | None = None
    part: str | None = None
    name: LocalizedText | None = field(default=None, compare=False)

    @property
    def title(self) -> LocalizedText:
        return TITLES[self.kind] if self.name is None else self.name


@dataclass(frozen=True, slots=True)
class Reminder:
    id: UUID
    deadline: Deadline
    remind_at: datetime
    status: Status = Status.PLANNED
    version: int = 1


def plan(reminder_id: UUID, deadline: Deadline, lead: timedelta) -> Reminder:
    return Reminder(reminder_id, deadline, deadline.due_at - lead)


def follow(reminder: Reminder, deadline: Deadline, lead: timedelta) -> Reminder | None:
    """The same deadline changes nothing; another one, or one that is open again, is reminded of anew."""
    if reminder.deadline == deadline and reminder.status is not Status.SETTLED:
        return None
    moved = plan(reminder.id, deadline, lead)
    return replace(moved, version=reminder.version + 1)


def settle(reminder: Reminder) -> Reminder | None:
    if reminder.status is Status.SETTLED:
        return None
    return replace(reminder, status=Status.SETTLED, version=reminder.version + 1)


def remind(reminder: Reminder, now: datetime) -> Reminder | None:
    """None when it is not time, or when it was told already."""
    if reminder.status is not Status.PLANNED or now < reminder.remind_at:
        return None
    return replace(reminder, status=Status.DUE, version=reminder.version + 1)
