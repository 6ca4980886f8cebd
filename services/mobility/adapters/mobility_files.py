"""Files of stays in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import stays as published
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import MOBILITY_FILE
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.mobility_file import MobilityFile, NoSuchFile


class PostgresMobilityFiles:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._outbox = outbox
        self._table = AggregateTable(MOBILITY_FILE, MobilityFile, NoSuchFile, connection)

    async def get(self, file_id: UUID) -> MobilityFile:
        return await self._table.get(file_id)

    async def lock(self, file_id: UUID) -> MobilityFile:
        return await self._table.lock(file_id)

    async def lock_if_any(self, file_id: UUID) -> MobilityFile | None:
        found = await self._table.lock_where(MOBILITY_FILE.c.id == file_id)
        return found[0] if found else None

    async def lock_of_person(self, person_id: UUID) -> Sequence[MobilityFile]:
        return await self._table.lock_where(MOBILITY_FILE.c.person_id == person_id)

    async def save(self, file: MobilityFile, publishes: published.MobilityFileEvent) -> None:
        await self._table.save(file)
        self._outbox.add(publishes)

    async def page(
        self, sight: Sight, person_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[MobilityFile]:
        where: list[Any] = [within_sight(sight, MOBILITY_FILE)]
        where += [] if person_id is None else [MOBILITY_FILE.c.person_id == person_id]
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[MobilityFile]:
        where = [] if after is None else [MOBILITY_FILE.c.id > after]
        return await self._table.lock_where(*where, limit=limit)
