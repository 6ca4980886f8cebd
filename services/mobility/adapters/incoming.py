"""Incoming applications in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import incoming as published
from contracts.vocabulary import IncomingStatus
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import INCOMING
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.incoming import Incoming, NoSuchIncoming


class PostgresIncoming:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._outbox = outbox
        self._table = AggregateTable(INCOMING, Incoming, NoSuchIncoming, connection)

    async def get(self, application_id: UUID) -> Incoming:
        return await self._table.get(application_id)

    async def lock(self, application_id: UUID) -> Incoming:
        return await self._table.lock(application_id)

    async def lock_open_of(self, person_id: UUID) -> Sequence[Incoming]:
        waiting = INCOMING.c.status == IncomingStatus.RECEIVED
        return await self._table.lock_where(INCOMING.c.person_id == person_id, waiting)

    async def lock_of_stay(self, mobility_id: UUID) -> Incoming | None:
        found = await self._table.lock_where(INCOMING.c.mobility_id == mobility_id)
        return found[0] if found else None

    async def lock_helped_by(self, person_id: UUID) -> Sequence[Incoming]:
        return await self._table.lock_where(INCOMING.c.buddy_id == person_id)

    async def save(self, application: Incoming, publishes: published.IncomingEvent) -> None:
        await self._table.save(application)
        self._outbox.add(publishes)

    async def page(
        self, sight: Sight, person_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Incoming]:
        where: list[Any] = [within_sight(sight, INCOMING)]
        where += [] if person_id is None else [INCOMING.c.person_id == person_id]
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Incoming]:
        where = [] if after is None else [INCOMING.c.id > after]
        return await self._table.lock_where(*where, limit=limit)
