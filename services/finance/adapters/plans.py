"""Spending plans in PostgreSQL: read and written whole, so a plan stands in one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.finance import SpendingPlanEvent
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import SPENDING_PLANS
from services.finance.domain.spending_plan import SpendingPlan

PLAN = TypeAdapter(SpendingPlan)


class PlanTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, plan_id: UUID) -> SpendingPlan:
        """Raises: NotFound."""
        wanted = select(SPENDING_PLANS).where(SPENDING_PLANS.c.id == plan_id)
        row = (await self._connection.execute(wanted)).one_or_none()
        if row is None:
            raise NotFound(what="spending plan")
        return _plan(row)

    async def add(self, plan: SpendingPlan, publishes: SpendingPlanEvent) -> None:
        await self._connection.execute(insert(SPENDING_PLANS).values(_row(plan)))
        self._outbox.add(publishes)

    async def save(self, plan: SpendingPlan, publishes: SpendingPlanEvent) -> None:
        mine = (SPENDING_PLANS.c.id == plan.id, SPENDING_PLANS.c.version == plan.version - 1)
        require_one(await self._connection.execute(update(SPENDING_PLANS).where(*mine).values(_row(plan))))
        self._outbox.add(publishes)

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[SpendingPlan]:
        query = select(SPENDING_PLANS).order_by(SPENDING_PLANS.c.id).limit(limit).with_for_update()
        if after is not None:
            query = query.where(SPENDING_PLANS.c.id > after)
        return [_plan(row) for row in await self._connection.execute(query)]


def _row(plan: SpendingPlan) -> dict[str, object]:
    return {
        "id": plan.id,
        "version": plan.version,
        "budget_id": plan.budget_id,
        "document": PLAN.dump_python(plan, mode="json"),
    }


def _plan(row: Row[Any]) -> SpendingPlan:
    return PLAN.validate_python(row.document)
