"""Payment batches in PostgreSQL, and the accounts that budgets pay from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.payments import PaymentBatchEvent
from contracts.vocabulary import Currency, PaymentBatchStatus, PaymentChannel, Programme
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import PAYING_ACCOUNTS, PAYMENT_BATCHES
from services.finance.application.work import PayingAccount
from services.finance.domain.money import Money
from services.finance.domain.payment_batch import PaymentBatch

BATCHES = PAYMENT_BATCHES.c


class PaymentBatchTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, batch_id: UUID) -> PaymentBatch:
        """Raises: NotFound."""
        found = await self._all(select(PAYMENT_BATCHES).where(BATCHES.id == batch_id))
        if not found:
            raise NotFound(what="payment batch")
        return found[0]

    async def page(
        self, status: PaymentBatchStatus | None, after: UUID | None, limit: int
    ) -> Sequence[PaymentBatch]:
        query = _page(after, limit)
        return await self._all(query if status is None else query.where(BATCHES.status == status))

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[PaymentBatch]:
        return await self._all(_page(after, limit).with_for_update())

    async def add(self, batch: PaymentBatch, publishes: PaymentBatchEvent) -> None:
        await self._connection.execute(insert(PAYMENT_BATCHES).values(_row(batch)))
        self._outbox.add(publishes)

    async def save(self, batch: PaymentBatch, publishes: PaymentBatchEvent) -> None:
        mine = (BATCHES.id == batch.id, BATCHES.version == batch.version - 1)
        change = update(PAYMENT_BATCHES).where(*mine).values(_row(batch))
        require_one(await self._connection.execute(change))
        self._outbox.add(publishes)

    async def paying_account(self, budget_id: UUID) -> PayingAccount | None:
        found = select(PAYING_ACCOUNTS).where(PAYING_ACCOUNTS.c.budget_id == budget_id)
        row = (await self._connection.execute(found)).one_or_none()
        return PayingAccount(*row) if row else None

    async def keep_paying_account(self, account: PayingAccount) -> None:
        """What was entered before is replaced."""
        row = {column.name: getattr(account, column.name) for column in PAYING_ACCOUNTS.c}
        upsert = insert(PAYING_ACCOUNTS).values(row)
        await self._connection.execute(upsert.on_conflict_do_update(index_elements=["budget_id"], set_=row))

    async def _all(self, query: Select[Any]) -> list[PaymentBatch]:
        return [_batch(row) for row in await self._connection.execute(query)]


def _page(after: UUID | None, limit: int) -> Select[Any]:
    query = select(PAYMENT_BATCHES).order_by(BATCHES.id).limit(limit)
    return query if after is None else query.where(BATCHES.id > after)


def _row(batch: PaymentBatch) -> dict[str, object]:
    return {
        "id": batch.id,
        "version": batch.version,
        "budget_id": batch.budget_id,
        "programme": batch.programme,
        "call_year": batch.call_year,
        "channel": batch.channel,
        "count": batch.count,
        "total": batch.total.amount,
        "currency": batch.total.currency,
        "gathered_by": batch.gathered_by,
        "gathered_at": batch.gathered_at,
        "status": batch.status,
        "closed_by": batch.closed_by,
        "closed_at": batch.closed_at,
    }


def _batch(row: Row[Any]) -> PaymentBatch:
    return PaymentBatch(
        id=row.id,
        version=row.version,
        budget_id=row.budget_id,
        programme=Programme(row.programme),
        call_year=row.call_year,
        channel=PaymentChannel(row.channel),
        count=row._mapping["count"],  # a row's own ``count`` counts values
        total=Money(row.total, Currency(row.currency)),
        gathered_by=row.gathered_by,
        gathered_at=row.gathered_at,
        status=PaymentBatchStatus(row.status),
        closed_by=row.closed_by,
        closed_at=row.closed_at,
    )
