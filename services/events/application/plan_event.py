"""The office plans an event: tasks with who does them, and costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from services.events.application.event_planned import begun, changed
from services.events.application.known_people import require_known
from services.events.application.work import Work
from services.events.domain import event_plan as plans
from services.events.domain.event_plan import Costs, EventPlan
from services.events.domain.task import Wanted, responsible


async def plan_event(event_id: UUID, costs: Costs, wanted: Sequence[Wanted], work: Work) -> EventPlan:
    """Once; the database refuses a second plan (EventIsPlanned).

    Raises: NotFound, EventIsCancelled, PersonErased, CostKindTwice.
    """
    await require_known(responsible(wanted), work)
    gathering = await work.gatherings.lock(event_id)
    gathering.require_not_cancelled()
    plan = plans.begin(event_id, costs, wanted)
    await work.event_plans.add(plan, publishes=begun(plan))
    return plan


async def add_tasks(
    event_id: UUID, wanted: Sequence[Wanted], expected_version: int | None, work: Work
) -> EventPlan:
    """Raises: NotFound, StaleVersion, PersonErased, EventIsCancelled."""
    await require_known(responsible(wanted), work)
    return await amend_plan(event_id, lambda plan: plans.add_tasks(plan, wanted), expected_version, work)


async def amend_plan(
    event_id: UUID, step: Callable[[EventPlan], EventPlan], expected_version: int | None, work: Work
) -> EventPlan:
    """Raises: NotFound, StaleVersion and what ``step`` raises."""
    plan = await work.event_plans.lock(event_id)
    plan.require_version(expected_version)
    after = step(plan)
    await work.event_plans.save(after, publishes=changed(after))
    return after
