"""Calls in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from contracts import mobility as published
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import CALL
from services.mobility.domain.call import Call
from services.mobility.domain.missing import NoSuchCall


class PostgresCalls:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._outbox = outbox
        self._table = AggregateTable(CALL, Call, NoSuchCall, connection)

    async def get(self, call_id: UUID) -> Call:
        return await self._table.get(call_id)

    async def lock(self, call_id: UUID) -> Call:
        return await self._table.lock(call_id)

    async def keep(self, call_id: UUID) -> Call:
        return await self._table.lock(call_id, shared=True)

    async def save(self, call: Call, publishes: published.CallEvent) -> None:
        await self._table.save(call)
        self._outbox.add(publishes)

    async def page(self, after: UUID | None, limit: int) -> Sequence[Call]:
        return await self._table.page([], after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Call]:
        where = [] if after is None else [CALL.c.id > after]
        return await self._table.lock_where(*where, limit=limit)
