"""Who was erased, as digests, and taking people out of what the chassis keeps beside the tables."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import erasures, readings
from chassis.consuming import parking
from chassis.http import idempotency
from contracts import topics
from services.events.adapters.tables import ERASED_PERSON


class ErasureRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def hold_person(self, person_id: UUID) -> None:
        """Until the transaction ends the person is not erased, nor anything of them added, elsewhere."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(f"events.person {person_id}", 0))
        await self._connection.execute(select(lock))

    async def happened_to(self, person_id: UUID) -> bool:
        found = await self._connection.execute(
            select(exists().where(ERASED_PERSON.c.digest == _digest(person_id)))
        )
        return bool(found.scalar_one())

    async def record(self, person_id: UUID) -> None:
        row = insert(ERASED_PERSON).values(digest=_digest(person_id)).on_conflict_do_nothing()
        await self._connection.execute(row)

    async def note(self, person_id: UUID, registrations: int) -> None:
        """For the log that operators read. Nobody is left to see who read them: that goes too."""
        forgotten = await readings.forget_person(self._connection, person_id)
        rows = {"registration": registrations, "person_reading": forgotten}
        await erasures.note(self._connection, person_id, rows)

    async def forget_mentions(self, *identities: UUID) -> None:
        """Delete stored answers that name any of them, and records of theirs that are parked."""
        for identity in identities:
            await idempotency.forget_mentions(self._connection, identity)
            await parking.forget_mentions(self._connection, identity)
            await parking.forget_key(self._connection, topics.PERSON.name, str(identity))


def _digest(person_id: UUID) -> bytes:
    """Cannot be turned back: ids are random enough."""
    return hashlib.sha256(person_id.bytes).digest()
