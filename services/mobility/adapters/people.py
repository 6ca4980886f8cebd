"""People in PostgreSQL: the only table that knows anybody by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import erasures, readings
from chassis.consuming import parking
from chassis.http import idempotency
from chassis.identity.access import Sight
from chassis.outbox import OUTBOX, Outbox
from chassis.resealing import SealedColumn
from contracts import mobility as published
from contracts import topics
from services.mobility.adapters.aggregate_table import AggregateTable
from services.mobility.adapters.tables import PERSON
from services.mobility.adapters.visible import within_sight
from services.mobility.domain.missing import NoSuchPerson
from services.mobility.domain.person import Person

SEALED = (SealedColumn(PERSON, "id", "iban"), SealedColumn(PERSON, "id", "national_id"))


class _PersonTable(AggregateTable[Person]):
    """IBAN and national id leave for the table sealed and come back open; nobody else reads or writes it."""

    def _row(self, value: Person) -> dict[str, Any]:
        row = super()._row(value)
        return row | {one.name: one.seal(value.id, row[one.name]) for one in SEALED}

    def _value(self, row: Mapping[Any, Any]) -> Person:
        return super()._value(dict(row) | {one.name: one.open(row["id"], row[one.name]) for one in SEALED})


class PostgresPeople:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox
        self._table = _PersonTable(PERSON, Person, NoSuchPerson, connection)

    async def get(self, person_id: UUID) -> Person:
        return await self._table.get(person_id)

    async def lock(self, person_id: UUID) -> Person:
        return await self._table.lock(person_id)

    async def keep(self, person_id: UUID) -> Person:
        return await self._table.lock(person_id, shared=True)

    async def save(self, person: Person, publishes: published.PersonEvent) -> None:
        await self._table.save(person)
        self._outbox.add(publishes)

    async def add_all(self, people: Sequence[tuple[Person, published.PersonEvent]]) -> None:
        await self._table.add_all([person for person, _ in people])
        self._outbox.add(*(event for _, event in people))

    async def by_student_number(self, numbers: Collection[str]) -> Mapping[str, UUID]:
        found = select(PERSON.c.student_number, PERSON.c.id).where(PERSON.c.student_number.in_(numbers))
        return dict((await self._connection.execute(found)).all())

    async def page(
        self, sight: Sight, student_number: str | None, after: UUID | None, limit: int
    ) -> Sequence[Person]:
        where = [within_sight(sight, PERSON)]
        if student_number is not None:
            where.append(PERSON.c.student_number == student_number)
        return await self._table.page(where, after, limit)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Person]:
        where = [] if after is None else [PERSON.c.id > after]
        return await self._table.lock_where(*where, limit=limit)

    async def erase(self, person: Person, asked_by: str) -> None:
        """The tombstone goes out behind whatever of them still waits, which is deleted unsent."""
        unsent = delete(OUTBOX).where(
            OUTBOX.c.topic == topics.PERSON.name, OUTBOX.c.aggregate_id == str(person.id)
        )
        rows = {
            "outbox": (await self._connection.execute(unsent)).rowcount,
            "person": (
                await self._connection.execute(delete(PERSON).where(PERSON.c.id == person.id))
            ).rowcount,
            "person_reading": await readings.forget_person(self._connection, person.id),
            "idempotency": await idempotency.forget_mentions(self._connection, person.id),
        }
        await parking.forget_key(self._connection, topics.PERSON.name, str(person.id))
        await erasures.note(self._connection, person.id, rows, asked_by)
        self._outbox.add(published.PersonErased(key=person.id, sequence=person.version + 1))
