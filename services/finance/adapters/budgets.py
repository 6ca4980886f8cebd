"""Budgets in PostgreSQL. Their row lock orders everything that happens to the grants below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.finance import BudgetEvent
from contracts.vocabulary import Currency, Programme
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import BUDGETS
from services.finance.domain.budget import Budget, Contract
from services.finance.domain.budget_lines import Lines
from services.finance.domain.money import Money
from services.finance.domain.support import Line

CONTRACT = TypeAdapter(Contract | None)
SUPPORT = TypeAdapter(tuple[Line, ...])


class BudgetTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def lock(self, budget_id: UUID) -> Budget:
        """Raises: NotFound."""
        return await self._one(select(BUDGETS).where(BUDGETS.c.id == budget_id).with_for_update())

    async def get(self, budget_id: UUID) -> Budget:
        """Raises: NotFound."""
        return await self._one(select(BUDGETS).where(BUDGETS.c.id == budget_id))

    async def lock_of(self, programme: Programme, call_year: int) -> Budget | None:
        wanted = (BUDGETS.c.programme == programme, BUDGETS.c.call_year == call_year)
        row = (await self._connection.execute(select(BUDGETS).where(*wanted).with_for_update())).one_or_none()
        return _budget(row) if row else None

    async def add_if_absent(self, budget: Budget, publishes: BudgetEvent) -> None:
        """Of two that come first together one wins; the other waits for its commit and adds nothing."""
        added = await self._connection.execute(insert(BUDGETS).values(_row(budget)).on_conflict_do_nothing())
        if added.rowcount:
            self._outbox.add(publishes)

    async def save(self, budget: Budget, publishes: BudgetEvent) -> None:
        mine = (BUDGETS.c.id == budget.id, BUDGETS.c.version == budget.version - 1)
        require_one(await self._connection.execute(update(BUDGETS).where(*mine).values(_row(budget))))
        self._outbox.add(publishes)

    async def page(self, after: UUID | None, limit: int) -> list[Budget]:
        wanted = select(BUDGETS).order_by(BUDGETS.c.id).limit(limit)
        if after is not None:
            wanted = wanted.where(BUDGETS.c.id > after)
        return [_budget(row) for row in await self._connection.execute(wanted)]

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[Budget]:
        wanted = select(BUDGETS).order_by(BUDGETS.c.id).limit(limit).with_for_update()
        if after is not None:
            wanted = wanted.where(BUDGETS.c.id > after)
        return [_budget(row) for row in await self._connection.execute(wanted)]

    async def _one(self, wanted: Select[Any]) -> Budget:
        row = (await self._connection.execute(wanted)).one_or_none()
        if row is None:
            raise NotFound(what="budget")
        return _budget(row)


def _row(budget: Budget) -> dict[str, object]:
    return {
        "id": budget.id,
        "version": budget.version,
        "programme": budget.programme,
        "call_year": budget.call_year,
        "currency": budget.currency,
        "allocated": budget.allocated.amount,
        "reserved": budget.reserved.amount,
        "spent": budget.spent.amount,
        "travel": budget.lines.travel.amount,
        "top_up": budget.lines.top_up.amount,
        "organisational": budget.lines.organisational.amount,
        "expended": budget.lines.expended.amount,
        "contract": CONTRACT.dump_python(budget.contract, mode="json"),
        "support": SUPPORT.dump_python(budget.support, mode="json"),
    }


def _budget(row: Row[Any]) -> Budget:
    currency = Currency(row.currency)
    return Budget(
        id=row.id,
        version=row.version,
        programme=Programme(row.programme),
        call_year=row.call_year,
        allocated=Money(row.allocated, currency),
        reserved=Money(row.reserved, currency),
        spent=Money(row.spent, currency),
        lines=Lines(
            *(Money(each, currency) for each in (row.travel, row.top_up, row.organisational, row.expended))
        ),
        contract=CONTRACT.validate_python(row.contract),
        support=SUPPORT.validate_python(row.support),
    )
