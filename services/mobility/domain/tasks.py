"""What a stay needs, and by when: tasks whose due days are counted from the stay's milestones.

Which tasks there are, for whom and how many days they take are rows of ``data/tasks.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import ActivityKind, Direction, MobilityTaskStatus, Programme, StayMilestone
from services.mobility.domain.rule_book import Scope
from services.mobility.domain.stay_days import months_later

Days = Mapping[StayMilestone, date]
"""The milestones whose day is known."""


class NoSuchTask(Refusal):
    code, kind = "task-unknown", Kind.INVALID
    tr, en = "Bu dosyada '{task}' diye bir iş yok.", "This file has no task '{task}'."
    next_tr, next_en = "Şunlardan birini seçin: {known}.", "Choose one of: {known}."


class TaskNotWaiting(Refusal):
    code, kind = "task-not-waiting", Kind.CONFLICT
    tr, en = (
        "'{task}' işi '{status}' durumunda; hatırlatılmaz.",
        "Task '{task}' is '{status}'; nobody owes it.",
    )
    next_tr, next_en = "İşi yeniden açın ya da bırakın.", "Open it again, or leave it."


class RemindedToday(Refusal):
    code, kind = "task-reminded-today", Kind.CONFLICT
    tr, en = "'{task}' bugün zaten hatırlatıldı.", "A reminder of '{task}' went out today."
    next_tr, next_en = "Yarın yeniden deneyin.", "Try again tomorrow."


@dataclass(frozen=True, slots=True)
class After:
    """A distance in time: calendar months first, then days; negative ones go back."""

    months: int = 0
    days: int = 0

    def of(self, day: date) -> date:
        return months_later(day, self.months) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class TaskRule:
    """``after`` is None where no source gives a figure: the office enters the day."""

    code: str
    scope: Scope
    directions: frozenset[Direction]
    counted_from: StayMilestone
    after: After | None
    label: LocalizedText
    source: str

    def covers(self, programme: Programme, call_year: int, kind: ActivityKind, direction: Direction) -> bool:
        return direction in self.directions and self.scope.covers(programme, call_year, kind)


@dataclass(frozen=True, slots=True)
class Task:
    """``fixed``: the office entered the day, and no milestone moves it any more."""

    code: str
    label: LocalizedText
    counted_from: StayMilestone
    after: After | None = None
    due_on: date | None = None
    fixed: bool = False
    status: MobilityTaskStatus = MobilityTaskStatus.WAITING
    done_on: date | None = None
    reminders: int = 0
    reminded_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a task on ``day``; ``due_on``: the office's own due day, if it gives one."""

    status: MobilityTaskStatus
    day: date
    due_on: date | None = None


def tasks_of(rules: Iterable[TaskRule], days: Days) -> tuple[Task, ...]:
    """One task a rule, in the order of the table, each due where its milestone is known."""
    made = (
        Task(rule.code, rule.label, rule.counted_from, after=rule.after, source=rule.source) for rule in rules
    )
    return dated(made, days)


def dated(tasks: Iterable[Task], days: Days) -> tuple[Task, ...]:
    """The tasks with the due days that these milestones give."""
    return tuple(one if one.fixed else replace(one, due_on=_due(one, days)) for one in tasks)


def _due(task: Task, days: Days) -> date | None:
    day = days.get(task.counted_from)
    return task.after.of(day) if task.after is not None and day is not None else None


def settled(task: Task, settlement: Settlement) -> Task:
    """Done, waived, or waiting again; a due day that the office gives stays."""
    done = settlement.status is MobilityTaskStatus.DONE
    changed = replace(task, status=settlement.status, done_on=settlement.day if done else None)
    if settlement.due_on is None:
        return changed
    return replace(changed, due_on=settlement.due_on, fixed=True, source="")


def reminded(task: Task, today: date) -> Task:
    """Once a day at most. Raises: TaskNotWaiting, RemindedToday."""
    if task.status is not MobilityTaskStatus.WAITING:
        raise TaskNotWaiting(task=task.code, status=task.status)
    if task.reminded_on is not None and task.reminded_on >= today:
        raise RemindedToday(task=task.code)
    return replace(task, reminders=task.reminders + 1, reminded_on=today)
