"""Applications in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.batches import in_batches
from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import mobility as published
from services.mobility.adapters.aggregate_table import ROWS_A_STATEMENT, AggregateTable
from services.mobility.adapters.tables import APPLICATION
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.application import Application
from services.mobility.domain.missing import NoSuchApplication


class PostgresApplications:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._outbox = outbox
        self._table = AggregateTable(APPLICATION, Application, NoSuchApplication, connection)

    async def get(self, application_id: UUID) -> Application:
        return await self._table.get(application_id)

    async def lock(self, application_id: UUID) -> Application:
        return await self._table.lock(application_id)

    async def lock_all(self, call_id: UUID) -> Sequence[Application]:
        return await self._table.lock_where(APPLICATION.c.call_id == call_id)

    async def of_call(self, call_id: UUID) -> Sequence[Application]:
        return await self._table.select(APPLICATION.c.call_id == call_id)

    async def of_person(self, person_id: UUID) -> Sequence[Application]:
        return await self._table.select(APPLICATION.c.person_id == person_id)

    async def save(self, application: Application, publishes: published.ApplicationEvent) -> None:
        await self._table.save(application)
        self._outbox.add(publishes)

    async def save_all(self, applications: Iterable[tuple[Application, published.ApplicationEvent]]) -> None:
        """Drawn some at a time: of a large call not all events are held at once."""
        for some in in_batches(applications, ROWS_A_STATEMENT):
            await self._table.save_all([application for application, _ in some])
            self._outbox.add(*(event for _, event in some))
            await self._outbox.relieve()

    async def redact(self, application: Application) -> None:
        await self._table.save_all([application])

    async def page(
        self, sight: Sight, call_id: UUID | None, person_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Application]:
        where: list[Any] = [within_sight(sight, APPLICATION)]
        where += [] if call_id is None else [APPLICATION.c.call_id == call_id]
        where += [] if person_id is None else [APPLICATION.c.person_id == person_id]
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Application]:
        where = [] if after is None else [APPLICATION.c.id > after]
        return await self._table.lock_where(*where, limit=limit)
