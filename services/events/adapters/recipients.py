"""Where mail reaches people, and whom a certificate names: the only personal data of events.

It rests sealed, and goes with them.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.resealing import SealedColumn
from services.events.adapters.tables import INTEREST, RECIPIENT
from services.events.application.work import Recipient

EMAIL = SealedColumn(RECIPIENT, "person_id", "email")
NAME = SealedColumn(RECIPIENT, "person_id", "name")
COLUMNS = RECIPIENT.c


class RecipientTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def save(self, recipient: Recipient) -> None:
        """A newer version; another address has not bounced. Who changed is told anew of what is open."""
        known = select(COLUMNS.version, COLUMNS.email).where(COLUMNS.person_id == recipient.person_id)
        before = (await self._connection.execute(known)).one_or_none()
        if before is not None and before.version >= recipient.version:
            return
        same = EMAIL.open(recipient.person_id, before and before.email) == recipient.email
        row = {
            "person_id": recipient.person_id,
            "version": recipient.version,
            "faculty": recipient.attributes.faculty,
            "eqf_level": recipient.attributes.eqf_level,
            "email": EMAIL.seal(recipient.person_id, recipient.email),
            "name": NAME.seal(recipient.person_id, recipient.name),
        }
        upsert = (
            insert(RECIPIENT)
            .values(row)
            .on_conflict_do_update(
                index_elements=[COLUMNS.person_id],
                set_=row | {"bounced": COLUMNS.bounced if same else false()},
            )
        )
        await self._connection.execute(upsert)
        theirs = update(INTEREST).where(INTEREST.c.person_id == recipient.person_id)
        await self._connection.execute(theirs.values(untold=True))

    async def address(self, person_id: UUID) -> str | None:
        """None when there is none, or when it took no mail."""
        return await self._address(person_id, COLUMNS.bounced.is_(False))

    async def name(self, person_id: UUID) -> str | None:
        """None while mobility has said nothing of the person, or was told so before names were kept."""
        wanted = select(COLUMNS.name).where(COLUMNS.person_id == person_id)
        return NAME.open(person_id, (await self._connection.execute(wanted)).scalar_one_or_none())

    async def note_bounce(self, person_id: UUID, address: str) -> None:
        """Unless the person has another one by now."""
        if await self._address(person_id) == address:
            mine = update(RECIPIENT).where(COLUMNS.person_id == person_id)
            await self._connection.execute(mine.values(bounced=True))

    async def forget(self, person_id: UUID) -> None:
        await self._connection.execute(delete(RECIPIENT).where(COLUMNS.person_id == person_id))

    async def _address(self, person_id: UUID, *also: ColumnElement[bool]) -> str | None:
        wanted = select(COLUMNS.email).where(COLUMNS.person_id == person_id, *also)
        return EMAIL.open(person_id, (await self._connection.execute(wanted)).scalar_one_or_none())
