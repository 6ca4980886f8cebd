"""Work that is to be done by a day: follow-ups of visits, tasks of projects and of events' plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal


class NoSuchTask(Refusal):
    code, kind = "no-such-task", Kind.NOT_FOUND
    tr, en = "{number} numaralı iş yok.", "There is no task with the number {number}."
    next_tr, next_en = "Numarayı kayıttan alın.", "Take the number from the record."


class TaskIsDone(Refusal):
    code, kind = "task-is-done", Kind.CONFLICT
    tr, en = "Bu iş {done_on} tarihinde bitti.", "This task was done on {done_on}."
    next_tr, next_en = "Yapılacak bir şey yok.", "Nothing is left to do."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done, before it has its number. ``responsible_id``: one of ours."""

    what: LocalizedText
    due_on: date
    responsible_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """``number`` is its name within the record; it is never given twice."""

    number: int
    what: LocalizedText
    due_on: date
    done_on: date | None = None
    responsible_id: UUID | None = None


Tasks = tuple[Task, ...]


def added(tasks: Tasks, wanted: Sequence[Wanted]) -> Tasks:
    """The new ones behind those there are, numbered on."""
    last = max((task.number for task in tasks), default=0)
    return tasks + tuple(
        Task(number, each.what, each.due_on, responsible_id=each.responsible_id)
        for number, each in enumerate(wanted, start=last + 1)
    )


def finished(tasks: Tasks, number: int, today: date) -> Tasks:
    """Raises: NoSuchTask, TaskIsDone."""
    task = next((each for each in tasks if each.number == number), None)
    if task is None:
        raise NoSuchTask("number", number=number)
    if task.done_on is not None:
        raise TaskIsDone("number", done_on=task.done_on)
    return tuple(replace(each, done_on=today) if each.number == number else each for each in tasks)


def responsible(tasks: Sequence[Task | Wanted]) -> list[UUID]:
    """Who does any of them."""
    return [task.responsible_id for task in tasks if task.responsible_id is not None]


def without(tasks: Tasks, person_id: UUID) -> Tasks:
    """What the person was to do is everybody's again."""
    return tuple(
        replace(task, responsible_id=None) if task.responsible_id == person_id else task for task in tasks
    )
