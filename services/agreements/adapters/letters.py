"""The correspondence register in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Select, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import LocalizedText
from contracts.event import Event
from contracts.vocabulary import Direction
from services.agreements.adapters.tables import LETTER, LETTER_REGISTER
from services.agreements.domain.letters import Entry, Letter, NoSuchLetter

C = LETTER.c


class PostgresLetters:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox

    async def next_number(self, year: int) -> int:
        """Held until the commit: who is next waits, and a number that came to nothing is given again."""
        first = insert(LETTER_REGISTER).values(year=year, last=1)
        taken = first.on_conflict_do_update(
            index_elements=[LETTER_REGISTER.c.year], set_={"last": LETTER_REGISTER.c.last + 1}
        ).returning(LETTER_REGISTER.c.last)
        number: int = (await self._connection.execute(taken)).scalar_one()
        return number

    async def get(self, letter_id: UUID) -> Letter:
        return await self._one(select(LETTER).where(C.id == letter_id))

    async def lock(self, letter_id: UUID) -> Letter:
        return await self._one(select(LETTER).where(C.id == letter_id).with_for_update())

    async def lock_of_partner(self, partner_id: UUID) -> Sequence[Letter]:
        found = select(LETTER).where(C.partner_id == partner_id).order_by(C.id)
        return await self._all(found.with_for_update())

    async def page(
        self, direction: Direction | None, after: tuple[int, int] | None, limit: int
    ) -> Sequence[Letter]:
        """The newest first."""
        found = select(LETTER).order_by(C.year.desc(), C.number.desc()).limit(limit)
        if direction is not None:
            found = found.where(C.direction == direction)
        if after is not None:
            found = found.where(_before(*after))
        return await self._all(found)

    async def following(self, after: UUID | None, limit: int) -> Sequence[Letter]:
        """The next by id, locked: for sending them again."""
        found = select(LETTER).order_by(C.id).limit(limit).with_for_update()
        return await self._all(found if after is None else found.where(C.id > after))

    async def add(self, letter: Letter, publishes: Event) -> None:
        await self._connection.execute(insert(LETTER).values(_row(letter)))
        self._outbox.add(publishes)

    async def save(self, letter: Letter, publishes: Event) -> None:
        await self._connection.execute(update(LETTER).where(C.id == letter.id).values(_row(letter)))
        self._outbox.add(publishes)

    async def _one(self, statement: Select[Any]) -> Letter:
        found = await self._all(statement)
        if not found:
            raise NoSuchLetter
        return found[0]

    async def _all(self, statement: Select[Any]) -> Sequence[Letter]:
        return [_letter(row) for row in (await self._connection.execute(statement)).mappings()]


def _before(year: int, number: int) -> ColumnElement[bool]:
    return tuple_(C.year, C.number) < (year, number)


def _letter(row: RowMapping) -> Letter:
    entry = Entry(
        direction=Direction(row["direction"]),
        written_on=row["written_on"],
        subject=LocalizedText(**row["subject"]),
        party=row["party"],
        partner_id=row["partner_id"],
        agreement_id=row["agreement_id"],
        their_reference=row["their_reference"],
        attachments=tuple(row["attachments"]),
        template=row["template"],
        body=LocalizedText(**row["body"]) if row["body"] else None,
    )
    return Letter(
        row["id"], row["version"], row["year"], row["number"], entry, row["annulled"], row["annulment_reason"]
    )


def _row(letter: Letter) -> dict[str, Any]:
    own = {name: getattr(letter, name) for name in ("id", "version", "year", "number", "annulled")}
    return own | asdict(letter.entry) | {"annulment_reason": letter.annulment_reason}
