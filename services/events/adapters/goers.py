"""Who goes with which call, as mobility told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.events.adapters.tables import GOER
from services.events.application.work import Goer

COLUMNS = GOER.c


class GoerRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold_call(self, call_id: UUID) -> None:
        """Until the transaction ends nobody else schedules the call's orientation or invites to it."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"events.call {call_id}", 0))
        await self._connection.execute(select(lock))

    async def add(self, goer: Goer) -> None:
        await self._connection.execute(insert(GOER).values(asdict(goer)).on_conflict_do_nothing())

    async def remove(self, mobility_id: UUID) -> Goer | None:
        removal = delete(GOER).where(COLUMNS.mobility_id == mobility_id).returning(GOER)
        row = (await self._connection.execute(removal)).one_or_none()
        return None if row is None else Goer(**row._mapping)

    async def of_call(self, call_id: UUID) -> Sequence[Goer]:
        """In the order in which their mobilities were planned."""
        statement = select(GOER).where(COLUMNS.call_id == call_id).order_by(COLUMNS.mobility_id)
        return [Goer(**row._mapping) for row in await self._connection.execute(statement)]

    async def find(self, call_id: UUID, person_id: UUID) -> Goer | None:
        statement = select(GOER).where(COLUMNS.call_id == call_id, COLUMNS.person_id == person_id).limit(1)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else Goer(**row._mapping)

    async def forget(self, person_id: UUID) -> None:
        await self._connection.execute(delete(GOER).where(COLUMNS.person_id == person_id))
