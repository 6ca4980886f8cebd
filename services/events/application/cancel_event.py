"""The office calls an event off, and with it every invitation, every registration and its plan."""

from __future__ import annotations

from uuid import UUID

from services.events.application import event_planned
from services.events.application.published import cancelled, each, event_cancelled
from services.events.application.work import Work
from services.events.domain import event_plan as plans
from services.events.domain import places
from services.events.domain.gathering import Gathering


async def cancel_event(event_id: UUID, expected_version: int | None, work: Work) -> Gathering:
    """Raises: NotFound, StaleVersion, EventIsCancelled, EventTookPlace."""
    gathering = await work.gatherings.lock(event_id)
    registrations = await work.registrations.at(event_id)
    after, off = places.cancel_all(gathering, registrations, expected_version)
    await work.registrations.save(each(off, cancelled))
    await work.gatherings.save(after, publishes=event_cancelled(after))
    await _call_off_plan(event_id, work)
    return after


async def _call_off_plan(event_id: UUID, work: Work) -> None:
    plan = await work.event_plans.lock_if_any(event_id)
    if plan is not None:
        after = plans.call_off(plan)
        await work.event_plans.save(after, publishes=event_planned.changed(after))
