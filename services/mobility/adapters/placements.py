"""Placements in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.batches import in_batches
from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import mobility as published
from contracts.vocabulary import PlacementStatus
from services.mobility.adapters.aggregate_table import ROWS_A_STATEMENT, AggregateTable
from services.mobility.adapters.tables import CALL, PLACEMENT
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.missing import NoSuchPlacement
from services.mobility.domain.placement import Placement

HOLDING = (PlacementStatus.OFFERED, PlacementStatus.ACCEPTED)


class PostgresPlacements:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox
        self._table = AggregateTable(PLACEMENT, Placement, NoSuchPlacement, connection)

    async def get(self, placement_id: UUID) -> Placement:
        return await self._table.get(placement_id)

    async def lock(self, placement_id: UUID) -> Placement:
        return await self._table.lock(placement_id)

    async def lock_of_application(self, application_id: UUID) -> Sequence[Placement]:
        return await self._table.lock_where(PLACEMENT.c.application_id == application_id)

    async def next_in_reserve(self, call_id: UUID, condition_id: UUID) -> Placement | None:
        waiting = (
            select(PLACEMENT)
            .where(
                PLACEMENT.c.condition_id == condition_id,
                PLACEMENT.c.status == PlacementStatus.RESERVE,
                PLACEMENT.c.call_id == call_id,
            )
            .order_by(PLACEMENT.c.rank, PLACEMENT.c.appealed.desc(), PLACEMENT.c.score.desc())
            .limit(1)
            .with_for_update(key_share=True)
        )
        found = await self._table.all(waiting)
        return found[0] if found else None

    async def taken(self, condition_ids: Collection[UUID], academic_year: str) -> Mapping[UUID, int]:
        held = (
            select(PLACEMENT.c.condition_id, func.count())
            .join(CALL, CALL.c.id == PLACEMENT.c.call_id)
            .where(
                PLACEMENT.c.condition_id.in_(condition_ids),
                PLACEMENT.c.status.in_(HOLDING),
                CALL.c.academic_year == academic_year,
            )
            .group_by(PLACEMENT.c.condition_id)
        )
        return dict((await self._connection.execute(held)).all())

    async def save(self, placement: Placement, publishes: published.PlacementEvent) -> None:
        await self._table.save(placement)
        self._outbox.add(publishes)

    async def add_all(self, placements: Iterable[tuple[Placement, published.PlacementEvent]]) -> None:
        """Drawn some at a time: of a large call not all events are held at once."""
        for some in in_batches(placements, ROWS_A_STATEMENT):
            await self._table.add_all([placement for placement, _ in some])
            self._outbox.add(*(event for _, event in some))
            await self._outbox.relieve()

    async def page(
        self,
        sight: Sight,
        call_id: UUID | None,
        application_id: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Placement]:
        where: list[Any] = [within_sight(sight, PLACEMENT)]
        where += [] if call_id is None else [PLACEMENT.c.call_id == call_id]
        where += [] if application_id is None else [PLACEMENT.c.application_id == application_id]
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Placement]:
        where = [] if after is None else [PLACEMENT.c.id > after]
        return await self._table.lock_where(*where, limit=limit)
