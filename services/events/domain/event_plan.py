"""How an event is prepared: what is to be done by whom and when, and what it costs.

It stands beside its event under the same id, so that nobody who registers waits for who plans, and whoever
reads the event does not read its money. Tasks are added and done one by one, so that a correction of the
costs never loses one; costs may be corrected for good, the last bill comes late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Kind, Refusal, require_version
from contracts.vocabulary import EventStatus
from services.events.domain import task
from services.events.domain.cost import Cost, require_one_line_a_kind
from services.events.domain.gathering import EventIsCancelled
from services.events.domain.task import Tasks, Wanted, added, finished

Costs = tuple[Cost, ...]


class EventIsPlanned(Refusal):
    code, kind = "event-is-planned", Kind.CONFLICT
    tr, en = "Bu etkinliğin planı zaten var.", "This event has its plan already."
    next_tr, next_en = "Var olan planı değiştirin.", "Change the plan there is."

    def __init__(self) -> None:
        super().__init__("event_id")


@dataclass(frozen=True, slots=True)
class EventPlan:
    """``id`` is the event's; ``status`` too: nothing is left to do for an event that was called off."""

    id: UUID
    costs: Costs = ()
    tasks: Tasks = ()
    status: EventStatus = EventStatus.SCHEDULED
    version: int = 1

    def require_version(self, expected: int | None) -> None:
        """Raises: StaleVersion."""
        require_version(self.version, expected)


def begin(event_id: UUID, costs: Costs, wanted: Sequence[Wanted]) -> EventPlan:
    """Raises: CostKindTwice."""
    require_one_line_a_kind(costs)
    return EventPlan(event_id, costs, added((), wanted))


def correct_costs(plan: EventPlan, costs: Costs) -> EventPlan:
    """These and no others. Raises: CostKindTwice."""
    require_one_line_a_kind(costs)
    return replace(plan, costs=costs, version=plan.version + 1)


def add_tasks(plan: EventPlan, wanted: Sequence[Wanted]) -> EventPlan:
    """Raises: EventIsCancelled."""
    if plan.status is EventStatus.CANCELLED:
        raise EventIsCancelled
    return replace(plan, tasks=added(plan.tasks, wanted), version=plan.version + 1)


def finish_task(plan: EventPlan, number: int, today: date) -> EventPlan:
    """Raises: NoSuchTask, TaskIsDone."""
    return replace(plan, tasks=finished(plan.tasks, number, today), version=plan.version + 1)


def call_off(plan: EventPlan) -> EventPlan:
    """With its event. What it has cost all the same is still written down."""
    return replace(plan, status=EventStatus.CANCELLED, version=plan.version + 1)


def without(plan: EventPlan, person_id: UUID) -> EventPlan:
    """One of ours asked to be forgotten."""
    return replace(plan, tasks=task.without(plan.tasks, person_id), version=plan.version + 1)
