"""Contacts of partners: one sealed document each, with its history, and gone with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.resealing import SealedColumn
from services.agreements.adapters.tables import PARTNER_CONTACT
from services.agreements.domain.contacts import Contact, ContactFacts, EarlierFacts, NoSuchContact

PERSON = SealedColumn(PARTNER_CONTACT, "id", "person")
C = PARTNER_CONTACT.c


@dataclass(frozen=True)
class Person:
    """What is sealed of a contact."""

    facts: ContactFacts
    earlier: tuple[EarlierFacts, ...]


WRITTEN = TypeAdapter(Person)


class PostgresContacts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, partner_id: UUID) -> Sequence[Contact]:
        return await self._all(select(PARTNER_CONTACT).where(C.partner_id == partner_id))

    async def count_of(self, partner_id: UUID) -> int:
        counted = select(func.count()).where(C.partner_id == partner_id)
        found: int = (await self._connection.execute(counted)).scalar_one()
        return found

    async def lock(self, contact_id: UUID) -> Contact:
        found = await self._all(select(PARTNER_CONTACT).where(C.id == contact_id).with_for_update())
        if not found:
            raise NoSuchContact
        return found[0]

    async def add(self, contact: Contact) -> None:
        await self._connection.execute(insert(PARTNER_CONTACT).values(_row(contact)))

    async def save(self, contact: Contact) -> None:
        await self._connection.execute(
            update(PARTNER_CONTACT).where(C.id == contact.id).values(_row(contact))
        )

    async def forget(self, contact_id: UUID) -> None:
        await self._connection.execute(delete(PARTNER_CONTACT).where(C.id == contact_id))

    async def forget_left_before(self, contact_id: UUID, day: date) -> None:
        """Unless the last day was moved since somebody looked."""
        await self._connection.execute(delete(PARTNER_CONTACT).where(C.id == contact_id, C.valid_until < day))

    async def move(self, from_id: UUID, to_id: UUID) -> None:
        """All of one partner to another, into which it is merged."""
        moved = update(PARTNER_CONTACT).where(C.partner_id == from_id).values(partner_id=to_id)
        await self._connection.execute(moved)

    async def left_before(self, day: date, limit: int) -> Sequence[UUID]:
        """Whose last day is before ``day``, the longest gone first."""
        gone = select(C.id).where(C.valid_until < day).order_by(C.valid_until, C.id).limit(limit)
        return list((await self._connection.execute(gone)).scalars())

    async def _all(self, statement: Select[Any]) -> list[Contact]:
        return [_contact(row) for row in (await self._connection.execute(statement)).mappings()]


def _contact(row: RowMapping) -> Contact:
    person = WRITTEN.validate_json(PERSON.open(row["id"], row["person"]) or "")
    return Contact(row["id"], row["partner_id"], row["version"], person.facts, person.earlier)


def _row(contact: Contact) -> dict[str, Any]:
    """``valid_until`` stands open beside the seal: the clock looks for it."""
    person = WRITTEN.dump_json(Person(contact.facts, contact.earlier)).decode()
    return {
        "id": contact.id,
        "partner_id": contact.partner_id,
        "version": contact.version,
        "valid_until": contact.facts.valid_until,
        "person": PERSON.seal(contact.id, person),
    }
