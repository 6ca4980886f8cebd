"""The file of a stay: the nomination to the partner, and the tasks around the stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import assert_never
from uuid import UUID

from chassis.refusal import Kind, NotFound, Refusal, require_version
from contracts.vocabulary import (
    ActivityKind,
    Direction,
    MobilityStatus,
    MobilityTaskStatus,
    NominationStatus,
    Programme,
    Signatory,
    StayMilestone,
)
from services.mobility.domain import work_plan
from services.mobility.domain.mobility import Mobility, StayIsOver
from services.mobility.domain.stay_rules import StayRules
from services.mobility.domain.tasks import (
    Days,
    NoSuchTask,
    Settlement,
    Task,
    dated,
    reminded,
    settled,
    tasks_of,
)
from services.mobility.domain.work_plan import STAFF, WorkPlan, WorkPlanForStaffOnly, WorkPlanMissing

OF_THE_STAY = frozenset({StayMilestone.BEGINNING, StayMilestone.END, StayMilestone.NOMINATION})
"""These days follow the stay and the nomination; nobody enters them."""


class NoSuchFile(NotFound):
    code = "mobility-file-not-found"
    tr, en = "Bu hareketliliğin dosyası açılmamış.", "This mobility has no file yet."
    next_tr, next_en = "Önce dosyayı açın.", "Open the file first."


class FileIsOpen(Refusal):
    code, kind = "mobility-file-is-open", Kind.CONFLICT
    tr, en = "Bu hareketliliğin dosyası zaten açık.", "This mobility has its file already."
    next_tr, next_en = "Var olan dosyayı kullanın.", "Use the file that is there."


class NominationNotOpen(Refusal):
    code, kind = "nomination-not-open", Kind.CONFLICT
    tr = "Adaylık bildirimi '{status}' durumunda; bu adım şimdi atılamaz."
    en = "The nomination is '{status}'; this step cannot be taken now."
    next_tr, next_en = "Dosyanın bugünkü durumuna bakın.", "Look at the file as it is now."


class NominationHasNoPartner(Refusal):
    code = "nomination-has-no-partner"
    tr, en = (
        "Bu hareketliliğin ortak kurumu yok; kimseye bildirilmez.",
        "This stay has no partner to be told.",
    )
    next_tr, next_en = "Dosyadaki işlerle devam edin.", "Go on with the tasks of the file."


class AnsweredBeforeSent(Refusal):
    code, kind = "nomination-answered-before-sent", Kind.INVALID
    tr, en = (
        "Yanıt {answered_on}, bildirim {sent_on}: önce olamaz.",
        "Answered {answered_on}, sent {sent_on}.",
    )
    next_tr, next_en = "Yanıt tarihini düzeltin.", "Correct the day of the answer."


class MilestoneFollowsTheStay(Refusal):
    code, kind = "milestone-follows-the-stay", Kind.INVALID
    tr = "'{milestone}' günü hareketliliğin kendisinden gelir; elle girilmez."
    en = "The day of '{milestone}' comes from the stay itself; it is not entered."
    next_tr, next_en = "Hareketliliğin tarihlerini değiştirin.", "Change the dates of the stay."


@dataclass(frozen=True, slots=True)
class Nomination:
    status: NominationStatus = NominationStatus.NOT_SENT
    sent_on: date | None = None
    answer_by: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class MobilityFile:
    """``id`` is the mobility's."""

    id: UUID
    version: int
    programme: Programme
    direction: Direction
    kind: ActivityKind
    academic_year: str
    call_year: int
    person_id: UUID
    faculty: str | None
    partner_id: UUID | None
    nomination: Nomination = Nomination()
    days: Mapping[StayMilestone, date] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    work_plan: WorkPlan | None = None

    @property
    def stay_days(self) -> int:
        """Calendar days of the stay, as staff's are counted; 0 without dates."""
        begins, ends = self.days.get(StayMilestone.BEGINNING), self.days.get(StayMilestone.END)
        return (ends - begins).days + 1 if begins and ends else 0


def opened(mobility: Mobility, rules: StayRules) -> MobilityFile:
    """The file of a stay that is planned or runs. Raises: StayIsOver, TasksUnknown."""
    if mobility.status in (MobilityStatus.COMPLETED, MobilityStatus.WITHDRAWN) and not mobility.imported:
        raise StayIsOver(status=mobility.status)
    needed = rules.tasks_of(mobility.programme, mobility.call_year, mobility.kind, mobility.direction)
    days = days_of_stay(mobility)
    return MobilityFile(
        id=mobility.id,
        version=1,
        programme=mobility.programme,
        direction=mobility.direction,
        kind=mobility.kind,
        academic_year=mobility.academic_year,
        call_year=mobility.call_year,
        person_id=mobility.person_id,
        faculty=mobility.faculty,
        partner_id=mobility.partner_id,
        days=days,
        tasks=tasks_of(needed, days),
    )


def opened_for_guest(mobility: Mobility, nominated_on: date, rules: StayRules) -> MobilityFile:
    """The file of somebody whom a partner nominated to us. Raises: TasksUnknown."""
    file = opened(mobility, rules)
    days = {**file.days, StayMilestone.NOMINATION: nominated_on}
    return replace(file, days=days, tasks=dated(file.tasks, days))


def days_of_stay(mobility: Mobility) -> Days:
    known = {
        StayMilestone.BEGINNING: mobility.begins,
        StayMilestone.END: mobility.ends,
        StayMilestone.ARRIVAL: mobility.arrived_on,
    }
    return {milestone: day for milestone, day in known.items() if day is not None}


def nominated(file: MobilityFile, day: date, answer_days: int | None, expected: int | None) -> MobilityFile:
    """Told to the partner; after a refusal, again.

    Raises: StaleVersion, NominationHasNoPartner, NominationNotOpen.
    """
    require_version(file.version, expected)
    if file.partner_id is None:
        raise NominationHasNoPartner
    if file.nomination.status not in (NominationStatus.NOT_SENT, NominationStatus.REFUSED):
        raise NominationNotOpen(status=file.nomination.status)
    answer_by = None if answer_days is None else day + timedelta(days=answer_days)
    told = replace(file, nomination=Nomination(NominationStatus.SENT, day, answer_by))
    return with_days(told, {StayMilestone.NOMINATION: day})


def answered(file: MobilityFile, accepted: bool, day: date, expected: int | None) -> MobilityFile:
    """The partner's answer. Raises: StaleVersion, NominationNotOpen, AnsweredBeforeSent."""
    require_version(file.version, expected)
    nomination = file.nomination
    match nomination.status:
        case NominationStatus.SENT:
            if nomination.sent_on is not None and day < nomination.sent_on:
                raise AnsweredBeforeSent("answered_on", answered_on=day, sent_on=nomination.sent_on)
        case NominationStatus.NOT_SENT | NominationStatus.ACCEPTED | NominationStatus.REFUSED:
            raise NominationNotOpen(status=nomination.status)
        case _:
            assert_never(nomination.status)
    status = NominationStatus.ACCEPTED if accepted else NominationStatus.REFUSED
    return _changed(file, nomination=replace(nomination, status=status, answered_on=day))


def with_days(file: MobilityFile, days: Days) -> MobilityFile:
    """Milestones became known or moved, and the due days that are counted from them."""
    known = {**file.days, **days}
    moved = _changed(file, days=known, tasks=dated(file.tasks, known))
    if moved.work_plan is None:
        return moved
    return replace(moved, work_plan=replace(moved.work_plan, stay_days=moved.stay_days))


def milestone_entered(
    file: MobilityFile, milestone: StayMilestone, day: date, expected: int | None
) -> MobilityFile:
    """Registration here, or the end of a residence permit. Raises: StaleVersion, MilestoneFollowsTheStay."""
    require_version(file.version, expected)
    if milestone in OF_THE_STAY:
        raise MilestoneFollowsTheStay("milestone", milestone=milestone)
    return with_days(file, {milestone: day})


def task_settled(file: MobilityFile, code: str, settlement: Settlement, expected: int | None) -> MobilityFile:
    """Raises: StaleVersion, NoSuchTask."""
    require_version(file.version, expected)
    return _with_task(file, code, lambda task: settled(task, settlement))


def task_reminded(file: MobilityFile, code: str, today: date, expected: int | None) -> MobilityFile:
    """Raises: StaleVersion, NoSuchTask, TaskNotWaiting, RemindedToday."""
    require_version(file.version, expected)
    return _with_task(file, code, lambda task: reminded(task, today))


def follows(file: MobilityFile, mobility: Mobility) -> bool:
    """Whether the file knows the stay's days as they are."""
    return all(file.days.get(milestone) == day for milestone, day in days_of_stay(mobility).items())


def waits(file: MobilityFile) -> bool:
    return any(task.status is MobilityTaskStatus.WAITING for task in file.tasks)


def closed(file: MobilityFile) -> MobilityFile:
    """The stay is given up: what waits is waived."""
    return _changed(file, tasks=tuple(_waived(task) for task in file.tasks))


def _waived(task: Task) -> Task:
    return (
        replace(task, status=MobilityTaskStatus.WAIVED) if task.status is MobilityTaskStatus.WAITING else task
    )


def plan_entered(
    file: MobilityFile, teaching_hours: int, rules: StayRules, expected: int | None
) -> MobilityFile:
    """Raises: StaleVersion, WorkPlanForStaffOnly, TeachingHoursUnknown, TeachingHoursTooFew."""
    require_version(file.version, expected)
    if file.kind not in STAFF:
        raise WorkPlanForStaffOnly(kind=file.kind)
    teaching = file.kind is ActivityKind.STAFF_TEACHING
    hours = rules.teaching_hours(file.programme, file.call_year) if teaching else None
    return _changed(file, work_plan=work_plan.planned(file.stay_days, hours, teaching_hours))


def plan_approved(file: MobilityFile, party: Signatory, day: date, expected: int | None) -> MobilityFile:
    """Raises: StaleVersion, WorkPlanMissing, PlanApprovedAlready."""
    require_version(file.version, expected)
    return _changed(file, work_plan=work_plan.approved(_plan(file), party, day))


def plan_reported(file: MobilityFile, taught_hours: int, day: date, expected: int | None) -> MobilityFile:
    """Raises: StaleVersion, WorkPlanMissing, PlanNotApproved."""
    require_version(file.version, expected)
    return _changed(file, work_plan=work_plan.reported(_plan(file), taught_hours, day))


def _plan(file: MobilityFile) -> WorkPlan:
    if file.work_plan is None:
        raise WorkPlanMissing
    return file.work_plan


def _with_task(file: MobilityFile, code: str, change: Callable[[Task], Task]) -> MobilityFile:
    if code not in {task.code for task in file.tasks}:
        raise NoSuchTask("task", task=code, known=", ".join(task.code for task in file.tasks))
    return _changed(file, tasks=tuple(change(task) if task.code == code else task for task in file.tasks))


def _changed(file: MobilityFile, **changes: object) -> MobilityFile:
    return replace(file, version=file.version + 1, **changes)  # type: ignore[arg-type]
