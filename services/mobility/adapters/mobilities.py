"""Mobilities in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.outbox import Outbox
from contracts import mobility as published
from contracts.vocabulary import EqfLevel, MobilityStatus, Programme
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import MOBILITY
from services.mobility.adapters.visible import within_sight
from services.mobility.application.work import EarlierStays, InCycle
from services.mobility.domain.missing import NoSuchMobility
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.stay_days import LONG_TERM

ONE_IMPORT_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('kervan.mobility.import'))")


class PostgresMobilities:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox
        self._table = AggregateTable(MOBILITY, Mobility, NoSuchMobility, connection)

    async def get(self, mobility_id: UUID) -> Mobility:
        return await self._table.get(mobility_id)

    async def lock(self, mobility_id: UUID) -> Mobility:
        return await self._table.lock(mobility_id)

    async def of_placement(self, placement_id: UUID) -> Mobility | None:
        found = await self._table.lock_where(MOBILITY.c.placement_id == placement_id)
        return found[0] if found else None

    async def of_person(self, person_id: UUID) -> Sequence[Mobility]:
        return await self._table.select(MOBILITY.c.person_id == person_id)

    async def earlier_stays(self, person_ids: Collection[UUID]) -> Mapping[InCycle, EarlierStays]:
        """Erasmus+ student stays only: E7 and M1 speak of no other programme."""
        found = (
            select(
                MOBILITY.c.person_id,
                MOBILITY.c.eqf_level,
                func.count(),
                func.coalesce(func.sum(MOBILITY.c.days), 0),
            )
            .where(
                MOBILITY.c.person_id.in_(person_ids),
                MOBILITY.c.programme == Programme.ERASMUS,
                MOBILITY.c.kind.in_(LONG_TERM),
                MOBILITY.c.status != MobilityStatus.WITHDRAWN,
                MOBILITY.c.eqf_level.is_not(None),
            )
            .group_by(MOBILITY.c.person_id, MOBILITY.c.eqf_level)
        )
        return {
            (person, EqfLevel(level)): EarlierStays(count, int(days))
            for person, level, count, days in await self._connection.execute(found)
        }

    async def save(self, mobility: Mobility, publishes: published.MobilityEvent) -> None:
        await self._table.save(mobility)
        self._outbox.add(publishes)

    async def add_all(self, mobilities: Sequence[tuple[Mobility, published.MobilityEvent]]) -> None:
        await self._table.add_all([mobility for mobility, _ in mobilities])
        self._outbox.add(*(event for _, event in mobilities))

    async def claim_records(self, record_ids: Collection[str]) -> set[str]:
        await self._connection.execute(ONE_IMPORT_AT_A_TIME)
        here = select(MOBILITY.c.record_id).where(MOBILITY.c.record_id.in_(record_ids))
        return set((await self._connection.execute(here)).scalars())

    async def forget_reasons(self, person_id: UUID) -> None:
        """A withdrawal's reason is the person's own words; it is in no public state."""
        mine = MOBILITY.c.person_id == person_id
        await self._connection.execute(update(MOBILITY).where(mine).values(withdrawal_reason=None))

    async def page(
        self, sight: Sight, call_id: UUID | None, person_id: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[Mobility]:
        where: list[Any] = [within_sight(sight, MOBILITY)]
        where += [] if call_id is None else [MOBILITY.c.call_id == call_id]
        where += [] if person_id is None else [MOBILITY.c.person_id == person_id]
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Mobility]:
        where = [] if after is None else [MOBILITY.c.id > after]
        return await self._table.lock_where(*where, limit=limit)
