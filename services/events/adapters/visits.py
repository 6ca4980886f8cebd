"""Visits in their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from contracts.visits import VisitEvent
from contracts.vocabulary import VisitStatus as Status
from services.events.adapters.documents import DocumentRepository, Form
from services.events.adapters.tables import VISIT
from services.events.domain.task import responsible
from services.events.domain.visit import Plan, Visit


def _searched(visit: Visit) -> Mapping[str, Any]:
    return {
        "status": visit.status,
        "begins_on": visit.plan.begins_on,
        "ends_on": visit.plan.ends_on,
        "person_ids": [*visit.plan.person_ids, *responsible(visit.follow_ups)],
    }


VISITS = Form(VISIT, TypeAdapter(Visit), _searched, part=("plan", Plan))


class VisitRepository(DocumentRepository[Visit, VisitEvent]):
    FORM = VISITS

    async def page(
        self, status: Status | None, after: tuple[date, UUID] | None, limit: int
    ) -> Sequence[Visit]:
        """Soonest first."""
        return await self._page(VISIT.c.begins_on, status, after, limit)
