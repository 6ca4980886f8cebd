"""Names and roles of a visit's guests: one sealed list a visit, and gone with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import readings
from chassis.resealing import SealedColumn
from services.events.adapters.tables import VISIT, VISIT_GUESTS
from services.events.domain.guests import Guest

GUESTS = SealedColumn(VISIT_GUESTS, "visit_id", "guests")
COLUMNS = VISIT_GUESTS.c
WRITTEN = TypeAdapter(tuple[Guest, ...])


class GuestTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, visit_id: UUID) -> Sequence[Guest]:
        """None when there are none, and when they were forgotten."""
        wanted = select(COLUMNS.guests).where(COLUMNS.visit_id == visit_id)
        sealed = (await self._connection.execute(wanted)).scalar_one_or_none()
        opened = GUESTS.open(visit_id, sealed)
        return () if opened is None else WRITTEN.validate_json(opened)

    async def write(self, visit_id: UUID, guests: Sequence[Guest]) -> None:
        sealed = GUESTS.seal(visit_id, WRITTEN.dump_json(tuple(guests)).decode())
        row = insert(VISIT_GUESTS).values(visit_id=visit_id, guests=sealed)
        await self._connection.execute(
            row.on_conflict_do_update(index_elements=[COLUMNS.visit_id], set_={"guests": sealed})
        )

    async def forget(self, visit_id: UUID) -> None:
        """And who was told of them, which nobody is left to see."""
        await self._connection.execute(delete(VISIT_GUESTS).where(COLUMNS.visit_id == visit_id))
        await readings.forget_person(self._connection, visit_id)

    async def of_visits_before(self, day: date, limit: int) -> Sequence[UUID]:
        """Visits that ended before ``day`` and whose guests are still known."""
        ended = select(COLUMNS.visit_id).join(VISIT, VISIT.c.id == COLUMNS.visit_id)
        wanted = ended.where(VISIT.c.ends_on < day).order_by(VISIT.c.ends_on, VISIT.c.id).limit(limit)
        return list((await self._connection.execute(wanted)).scalars())
