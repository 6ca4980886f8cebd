"""Expenses in PostgreSQL; a unique index keeps a receipt from being entered twice in a budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.finance import ExpenseEvent
from contracts.vocabulary import Currency, ExpenseKind, ExpenseStatus
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import EXPENSES
from services.finance.domain.expense import Expense
from services.finance.domain.money import Money


class ExpenseTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, expense_id: UUID) -> Expense:
        """Raises: NotFound."""
        row = (
            await self._connection.execute(select(EXPENSES).where(EXPENSES.c.id == expense_id))
        ).one_or_none()
        if row is None:
            raise NotFound(what="expense")
        return _expense(row)

    async def add(self, expense: Expense, publishes: ExpenseEvent) -> None:
        await self._connection.execute(insert(EXPENSES).values(_row(expense)))
        self._outbox.add(publishes)

    async def save(self, expense: Expense, publishes: ExpenseEvent) -> None:
        mine = (EXPENSES.c.id == expense.id, EXPENSES.c.version == expense.version - 1)
        require_one(await self._connection.execute(update(EXPENSES).where(*mine).values(_row(expense))))
        self._outbox.add(publishes)

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[Expense]:
        query = select(EXPENSES).order_by(EXPENSES.c.id).limit(limit).with_for_update()
        if after is not None:
            query = query.where(EXPENSES.c.id > after)
        return [_expense(row) for row in await self._connection.execute(query)]


def _row(expense: Expense) -> dict[str, object]:
    return {
        "id": expense.id,
        "version": expense.version,
        "budget_id": expense.budget_id,
        "kind": expense.kind,
        "purpose": expense.purpose,
        "incurred_on": expense.incurred_on,
        "amount": expense.amount.amount,
        "currency": expense.amount.currency,
        "receipt": expense.receipt,
        "entered_by": expense.entered_by,
        "event_id": expense.event_id,
        "status": expense.status,
        "decided_by": expense.decided_by,
        "decided_at": expense.decided_at,
        "objection": expense.objection,
    }


def _expense(row: Row[Any]) -> Expense:
    return Expense(
        id=row.id,
        version=row.version,
        budget_id=row.budget_id,
        kind=ExpenseKind(row.kind),
        purpose=row.purpose,
        incurred_on=row.incurred_on,
        amount=Money(row.amount, Currency(row.currency)),
        receipt=row.receipt,
        entered_by=row.entered_by,
        event_id=row.event_id,
        status=ExpenseStatus(row.status),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        objection=row.objection,
    )
