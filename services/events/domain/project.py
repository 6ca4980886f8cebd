"""Projects: idea → applied → granted → running → reported → closed, or refused by who called.

What is written of a project may be corrected until it is closed or refused, but not the call it answers once
it has applied. Tasks are added and done one by one, so that a correction never loses one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal, require_version
from contracts.vocabulary import ProjectRole
from contracts.vocabulary import ProjectStatus as Status
from services.events.domain import task as tasks
from services.events.domain.money import Money
from services.events.domain.task import Tasks, Wanted, added, finished

STATES: Final[Mapping[Status, LocalizedText]] = {
    Status.IDEA: LocalizedText("fikir", "an idea"),
    Status.APPLIED: LocalizedText("başvuruldu", "applied for"),
    Status.GRANTED: LocalizedText("kabul edildi", "granted"),
    Status.REFUSED: LocalizedText("reddedildi", "refused"),
    Status.RUNNING: LocalizedText("yürütülüyor", "running"),
    Status.REPORTED: LocalizedText("raporlandı", "reported"),
    Status.CLOSED: LocalizedText("kapandı", "closed"),
}
ENDED: Final = frozenset({Status.REFUSED, Status.CLOSED})


class ProjectOutOfTurn(Refusal):
    code, kind = "project-out-of-turn", Kind.CONFLICT
    tr = "Projenin durumu: {state_tr}. Bu adımın sırası değil."
    en = "The project is {state_en}: this is not its next step."
    next_tr = "Sıra: fikir, başvuruldu, kabul edildi ya da reddedildi, yürütülüyor, raporlandı, kapandı."
    next_en = "In turn: idea, applied, granted or refused, running, reported, closed."

    def __init__(self, status: Status) -> None:
        super().__init__(state_tr=STATES[status].tr, state_en=STATES[status].en)


class ProjectDeadlineHasPassed(Refusal):
    code, kind = "project-deadline-has-passed", Kind.CONFLICT
    tr, en = "Son başvuru günü geçti: {apply_by}.", "The last day to apply has passed: {apply_by}."
    next_tr, next_en = "Çağrı uzatıldıysa günü düzeltin.", "Correct the day if the call was extended."


class ProjectHasNoBudget(Refusal):
    code, kind = "project-has-no-budget", Kind.CONFLICT
    tr, en = "Projenin bütçe kaydı yok.", "The project names no budget."
    next_tr, next_en = (
        "Önce bütçe referansı ve tutarı yazın.",
        "Write its budget's reference and amount first.",
    )


class ApplicationIsOut(Refusal):
    code, kind = "project-application-is-out", Kind.CONFLICT
    tr = "Başvuru yapıldı: çağrı, kaynak ve son başvuru günü değiştirilemez."
    en = "The application is out: call, source and last day cannot be changed any more."
    next_tr, next_en = "Bu alanları olduğu gibi bırakın.", "Leave these as they are."


class TasksAreOpen(Refusal):
    code, kind = "project-tasks-are-open", Kind.CONFLICT
    tr, en = "Projenin bitmemiş işleri var: {numbers}.", "Tasks of the project are not done: {numbers}."
    next_tr, next_en = "Önce işleri bitirin.", "Finish them first."


@dataclass(frozen=True, slots=True)
class Member:
    person_id: UUID
    role: ProjectRole


@dataclass(frozen=True, slots=True)
class BudgetLink:
    """``reference``: as finance names it."""

    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Content:
    """What the office writes. A change replaces all of it."""

    title: LocalizedText
    call: str
    source: str
    apply_by: date
    partner_ids: tuple[UUID, ...] = ()
    members: tuple[Member, ...] = ()
    budget: BudgetLink | None = None
    documents: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[str, str, date]:
        """Which call."""
        return self.call, self.source, self.apply_by


@dataclass(frozen=True, slots=True)
class Project:
    id: UUID
    content: Content
    status: Status = Status.IDEA
    tasks: Tasks = ()
    result: LocalizedText | None = None
    version: int = 1

    def require_version(self, expected: int | None) -> None:
        """Raises: StaleVersion."""
        require_version(self.version, expected)


def change(project: Project, content: Content) -> Project:
    """Raises: ProjectOutOfTurn once it has ended, ApplicationIsOut."""
    _require_open(project)
    if project.status is not Status.IDEA and content.answers != project.content.answers:
        raise ApplicationIsOut
    return replace(project, content=content, version=project.version + 1)


def apply(project: Project, today: date) -> Project:
    """Raises: ProjectOutOfTurn, ProjectDeadlineHasPassed."""
    applied = _step(project, Status.APPLIED, since=Status.IDEA)
    if project.content.apply_by < today:
        raise ProjectDeadlineHasPassed(apply_by=project.content.apply_by)
    return applied


def grant(project: Project) -> Project:
    """Who called said yes. Raises: ProjectOutOfTurn."""
    return _step(project, Status.GRANTED, since=Status.APPLIED)


def refuse(project: Project) -> Project:
    """Who called said no. Raises: ProjectOutOfTurn."""
    return _step(project, Status.REFUSED, since=Status.APPLIED)


def start(project: Project) -> Project:
    """Raises: ProjectOutOfTurn, ProjectHasNoBudget."""
    started = _step(project, Status.RUNNING, since=Status.GRANTED)
    if project.content.budget is None:
        raise ProjectHasNoBudget("budget")
    return started


def report(project: Project, result: LocalizedText) -> Project:
    """Raises: ProjectOutOfTurn."""
    return replace(_step(project, Status.REPORTED, since=Status.RUNNING), result=result)


def close(project: Project) -> Project:
    """Raises: ProjectOutOfTurn, TasksAreOpen."""
    closed = _step(project, Status.CLOSED, since=Status.REPORTED)
    if left := [str(task.number) for task in project.tasks if task.done_on is None]:
        raise TasksAreOpen(numbers=", ".join(left))
    return closed


def add_tasks(project: Project, wanted: Sequence[Wanted]) -> Project:
    """Raises: ProjectOutOfTurn once it has ended."""
    _require_open(project)
    return replace(project, tasks=added(project.tasks, wanted), version=project.version + 1)


def finish_task(project: Project, number: int, today: date) -> Project:
    """Raises: ProjectOutOfTurn once it has ended, NoSuchTask, TaskIsDone."""
    _require_open(project)
    left = finished(project.tasks, number, today)
    return replace(project, tasks=left, version=project.version + 1)


def without(project: Project, person_id: UUID) -> Project:
    """In whatever state: one of ours asked to be forgotten."""
    left = tuple(each for each in project.content.members if each.person_id != person_id)
    content, open_ones = replace(project.content, members=left), tasks.without(project.tasks, person_id)
    return replace(project, content=content, tasks=open_ones, version=project.version + 1)


def _step(project: Project, status: Status, since: Status) -> Project:
    if project.status is not since:
        raise ProjectOutOfTurn(project.status)
    return replace(project, status=status, version=project.version + 1)


def _require_open(project: Project) -> None:
    if project.status in ENDED:
        raise ProjectOutOfTurn(project.status)
