"""What a stay needs, and by when: tasks whose due days are counted from the stay's milestones.

Which tasks there are, for whom and how many days they take are rows of ``data/tasks.csv``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import (
    ActivityKind,
    Direction,
    MobilityTaskStatus,
    Programme,
    StayMilestone,
    StayStep,
    WaitsFor,
)
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


class TaskProvenByRecords(Refusal):
    code, kind = "task-proven-by-records", Kind.INVALID
    tr = "'{task}' elle tamamlanmaz; kaydı ({proof}) burada tamamlanınca kendiliğinden kapanır."
    en = "'{task}' is not ticked off: it settles itself when its record here ({proof}) is complete."
    next_tr = "Kaydı tamamlayın; gerekmiyorsa işi 'waived' olarak kapatın."
    next_en = "Complete the record; where it is not needed, waive the task."


class Proof(StrEnum):
    """What settles a task by itself: a record of the stay, or a course that the person completed."""

    LEARNING_AGREEMENT = "learning-agreement"
    WORK_PLAN = "work-plan"
    WORK_REPORT = "work-report"
    TRANSCRIPT = "transcript"
    LANGUAGE_COURSE = "language-course"
    ORIENTATION = "orientation"


SIGNED_HERE = frozenset({Proof.LEARNING_AGREEMENT, Proof.WORK_PLAN})
"""Nobody's word stands for these: all who must sign do it in this system."""


@dataclass(frozen=True, slots=True)
class After:
    """A distance in time: calendar months first, then days; negative ones go back."""

    months: int = 0
    days: int = 0

    def of(self, day: date) -> date:
        return months_later(day, self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        return After(-self.months, -self.days).of(day)


@dataclass(frozen=True, slots=True)
class TaskRule:
    """``after`` is None where no source gives a figure: the office enters the day.

    ``proof_age``: how long before the stay begins a proof may lie and still count; None: any proof does.
    """

    code: str
    scope: Scope
    directions: frozenset[Direction]
    counted_from: StayMilestone
    after: After | None
    label: LocalizedText
    source: str
    proven_by: Proof | None = None
    proof_age: After | None = None
    required_for: StayStep | None = None
    waits_for: WaitsFor = WaitsFor.PERSON

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
    proven_by: Proof | None = None
    proof_age: After | None = None
    required_for: StayStep | None = None
    waits_for: WaitsFor = WaitsFor.PERSON


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a task on ``day``; ``due_on``: the office's own due day, if it gives one."""

    status: MobilityTaskStatus
    day: date
    due_on: date | None = None


def tasks_of(rules: Iterable[TaskRule], days: Days) -> tuple[Task, ...]:
    """One task a rule, in the order of the table, each due where its milestone is known."""
    return dated((_of(rule) for rule in rules), days)


def _of(rule: TaskRule) -> Task:
    return Task(
        code=rule.code,
        label=rule.label,
        counted_from=rule.counted_from,
        after=rule.after,
        source=rule.source,
        proven_by=rule.proven_by,
        proof_age=rule.proof_age,
        required_for=rule.required_for,
        waits_for=rule.waits_for,
    )


def dated(tasks: Iterable[Task], days: Days) -> tuple[Task, ...]:
    """The tasks with the due days that these milestones give."""
    return tuple(one if one.fixed else replace(one, due_on=_due(one, days)) for one in tasks)


def _due(task: Task, days: Days) -> date | None:
    day = days.get(task.counted_from)
    return task.after.of(day) if task.after is not None and day is not None else None


def settled(task: Task, settlement: Settlement) -> Task:
    """Done, waived, or waiting again; a due day that the office gives stays. Raises: TaskProvenByRecords."""
    done = settlement.status is MobilityTaskStatus.DONE
    if done and task.proven_by in SIGNED_HERE and task.status is not MobilityTaskStatus.DONE:
        raise TaskProvenByRecords("status", task=task.code, proof=task.proven_by)
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
