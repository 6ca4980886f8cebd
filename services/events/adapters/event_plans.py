"""Plans of events in their table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from contracts.event_plans import EventPlanEvent
from services.events.adapters.documents import DocumentRepository, Form
from services.events.adapters.tables import EVENT_PLAN
from services.events.domain.event_plan import EventPlan
from services.events.domain.task import responsible


def _searched(plan: EventPlan) -> Mapping[str, Any]:
    return {"person_ids": responsible(plan.tasks)}


EVENT_PLANS = Form(EVENT_PLAN, TypeAdapter(EventPlan), _searched)


class EventPlanRepository(DocumentRepository[EventPlan, EventPlanEvent]):
    FORM = EVENT_PLANS

    async def lock_if_any(self, event_id: UUID) -> EventPlan | None:
        """Not every event is planned here."""
        return next(iter(await self._all(self._by_id(event_id).with_for_update())), None)
