"""What services say becomes reminders, this one too: a state tells its aggregate's deadlines, or none.

Every event carries the whole state, so any of them will do: what is said again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from chassis.clock import ISTANBUL
from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.event_plans import EventPlanEvent
from contracts.finance import GrantEvent
from contracts.mobility import CallEvent, MobilityEvent, PlacementEvent
from contracts.projects import ProjectEvent
from contracts.stays import MobilityFileEvent, MobilityTask
from contracts.tasks import Task
from contracts.visits import VisitEvent
from contracts.vocabulary import (
    CallStatus,
    DeadlineKind,
    EventStatus,
    GrantStatus,
    InstalmentStatus,
    MobilityStatus,
    MobilityTaskStatus,
    PlacementStatus,
    ProjectStatus,
    WaitsFor,
)
from services.events.application.reminded import due, moved, planned, settled
from services.events.application.work import Work
from services.events.domain import reminder as reminders
from services.events.domain.reminder import Deadline, Reminder

LAST_MINUTE = time(23, 59)
Told = (
    CallEvent
    | PlacementEvent
    | MobilityEvent
    | GrantEvent
    | VisitEvent
    | ProjectEvent
    | EventPlanEvent
    | MobilityFileEvent
)
Deadlines = Sequence[Deadline]


def of_call(event: CallEvent) -> Deadlines:
    """While it is open: the office ranks once it has closed."""
    call = event.state
    if call.status is not CallStatus.OPEN:
        return ()
    return (Deadline(DeadlineKind.CALL_CLOSES, call.id, call.closes_at, WaitsFor.OFFICE),)


def of_placement(event: PlacementEvent) -> Deadlines:
    """While the place is offered."""
    place = event.state
    if place.status is not PlacementStatus.OFFERED or place.reply_by is None:
        return ()
    by = _end_of(place.reply_by)
    return (Deadline(DeadlineKind.OFFER_REPLY, place.id, by, WaitsFor.PERSON, place.person_id),)


def of_mobility(event: MobilityEvent) -> Deadlines:
    """Until it is completed or given up. Records of earlier years wait for nobody."""
    stay = event.state
    under_way = stay.status in (MobilityStatus.PLANNED, MobilityStatus.ONGOING)
    if stay.imported or not under_way or stay.ends is None:
        return ()
    return (Deadline(DeadlineKind.STAY_ENDS, stay.id, _end_of(stay.ends), WaitsFor.OFFICE),)


def of_grant(event: GrantEvent) -> Deadlines:
    """The first instalment that is not paid and has its day."""
    open_ones = [
        each.due_on
        for each in event.state.instalments
        if each.status not in (InstalmentStatus.PAID, InstalmentStatus.CANCELLED) and each.due_on is not None
    ]
    if not open_ones or event.state.status is GrantStatus.CANCELLED:
        return ()
    by = _end_of(min(open_ones))
    return (Deadline(DeadlineKind.INSTALMENT_DUE, event.state.id, by, WaitsFor.FINANCE),)


def of_visit(event: VisitEvent) -> Deadlines:
    """The first follow-up that is not done."""
    return _first_day(DeadlineKind.FOLLOW_UP_DUE, event.state.id, _open_days(event.state.follow_ups))


def of_project(event: ProjectEvent) -> Deadlines:
    """The first task that is not done, and the last day to apply while it is an idea; until it has ended."""
    project = event.state
    if project.status in (ProjectStatus.REFUSED, ProjectStatus.CLOSED):
        return ()
    application = [project.apply_by] if project.status is ProjectStatus.IDEA else []
    return _first_day(DeadlineKind.PROJECT_DUE, project.id, [*_open_days(project.tasks), *application])


def of_event_plan(event: EventPlanEvent) -> Deadlines:
    """Every task that is not done, each for who does it; none once the event is called off."""
    plan = event.state
    if plan.status is EventStatus.CANCELLED:
        return ()
    return [_of_preparation(plan.id, task) for task in plan.tasks if task.done_on is None]


def _of_preparation(event_id: UUID, task: Task) -> Deadline:
    return Deadline(
        kind=DeadlineKind.EVENT_TASK_DUE,
        about=event_id,
        due_at=_end_of(task.due_on),
        waits_for=WaitsFor.OFFICE if task.responsible_id is None else WaitsFor.PERSON,
        person_id=task.responsible_id,
        part=str(task.number),
        name=LocalizedText(task.what.tr, task.what.en),
    )


def of_file(event: MobilityFileEvent) -> Deadlines:
    """Each task of a stay's file that waits and has its day; the others remind nobody."""
    file = event.state
    waiting = (task for task in file.tasks if task.status is MobilityTaskStatus.WAITING)
    return [_of_task(task, task.due_on, file.id, file.person_id) for task in waiting if task.due_on]


def _of_task(task: MobilityTask, due_on: date, about: UUID, person_id: UUID) -> Deadline:
    return Deadline(
        kind=DeadlineKind.TASK_DUE,
        about=about,
        due_at=_end_of(due_on),
        waits_for=task.waits_for,
        person_id=person_id if task.waits_for is WaitsFor.PERSON else None,
        part=task.code,
        name=LocalizedText(task.label.tr, task.label.en),
    )


def _open_days(tasks: Sequence[Task]) -> list[date]:
    return [task.due_on for task in tasks if task.done_on is None]


def _first_day(kind: DeadlineKind, about: UUID, days: Sequence[date]) -> Deadlines:
    return (Deadline(kind, about, _end_of(min(days)), WaitsFor.OFFICE),) if days else ()


def _end_of(day: date) -> datetime:
    return datetime.combine(day, LAST_MINUTE, ISTANBUL)


@dataclass(frozen=True)
class Follow:
    """A reaction to every event of one sort of aggregate: what it no longer tells of is settled."""

    kind: DeadlineKind
    deadlines_of: Callable[..., Deadlines]
    leads: Mapping[DeadlineKind, timedelta]

    async def __call__(self, event: Told, work: Work, now: datetime) -> None:
        """People are held before their reminders, as an erasure does."""
        waited = {each.part: each for each in await _nameable(self.deadlines_of(event), work)}
        present = await work.reminders.lock_of(self.kind, event.state.id)
        for reminder in present:
            if reminder.deadline.part not in waited:
                await self._settle(reminder, work)
        known = {reminder.deadline.part: reminder for reminder in present}
        for part, deadline in waited.items():
            await self._follow(known.get(part), deadline, work, now)

    async def _settle(self, reminder: Reminder, work: Work) -> None:
        if (after := reminders.settle(reminder)) is not None:
            await work.reminders.save(after, publishes=settled(after))

    async def _follow(self, reminder: Reminder | None, deadline: Deadline, work: Work, now: datetime) -> None:
        """A deadline that had passed when it was first heard of reminds nobody."""
        lead = self.leads[self.kind]
        if reminder is None:
            if now < deadline.due_at:
                fresh = reminders.plan(new_id(), deadline, lead)
                await work.reminders.add(fresh, publishes=planned(fresh))
        elif (after := reminders.follow(reminder, deadline, lead)) is not None:
            await work.reminders.save(after, publishes=moved(after))


async def _nameable(deadlines: Deadlines, work: Work) -> Deadlines:
    """An erased person is not named again. Held in one order, so that nobody waits for one another."""
    erased = set()
    for person_id in sorted({each.person_id for each in deadlines if each.person_id is not None}):
        await work.erasures.hold_person(person_id)
        if await work.erasures.happened_to(person_id):
            erased.add(person_id)
    return [each for each in deadlines if each.person_id not in erased]


async def remind(reminder_id: UUID, work: Work, now: datetime) -> None:
    after = reminders.remind(await work.reminders.lock(reminder_id), now)
    if after is not None:
        await work.reminders.save(after, publishes=due(after))
