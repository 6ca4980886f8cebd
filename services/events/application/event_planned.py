"""Plans of events in the published language."""

from __future__ import annotations

from dataclasses import asdict

from contracts import event_plans as told
from services.events.domain.event_plan import EventPlan


def state_of(plan: EventPlan) -> told.EventPlan:
    return told.EventPlan.model_validate(asdict(plan))


def begun(plan: EventPlan) -> told.EventPlanEvent:
    return told.EventPlanBegun(state=state_of(plan))


def changed(plan: EventPlan) -> told.EventPlanEvent:
    return told.EventPlanChanged(state=state_of(plan))
