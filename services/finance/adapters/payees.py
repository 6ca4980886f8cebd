"""Who is paid. The only personal data of finance: a row here goes when the person is erased."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import erasures, readings
from chassis.consuming import parking
from chassis.http import idempotency
from chassis.resealing import SealedColumn
from contracts import topics
from services.finance.adapters.tables import PAYEES
from services.finance.application.work import Payee

IBAN = SealedColumn(PAYEES, "person_id", "iban")
NAME = SealedColumn(PAYEES, "person_id", "name")


class PayeeTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, person_id: UUID) -> Payee | None:
        wanted = select(PAYEES).where(PAYEES.c.person_id == person_id)
        row = (await self._connection.execute(wanted)).one_or_none()
        return _payee(row) if row else None

    async def save(self, payee: Payee) -> None:
        row = {
            "person_id": payee.person_id,
            "version": payee.version,
            "iban": IBAN.seal(payee.person_id, payee.iban),
            "name": NAME.seal(payee.person_id, payee.name),
            "name_version": payee.name_version,
        }
        upsert = insert(PAYEES).values(row).on_conflict_do_update(index_elements=["person_id"], set_=row)
        await self._connection.execute(upsert)

    async def forget(self, person_id: UUID) -> None:
        """Account, name, who read them, answers kept for repeated requests, parked records about them."""
        gone = await self._connection.execute(delete(PAYEES).where(PAYEES.c.person_id == person_id))
        answers = await idempotency.forget_mentions(self._connection, person_id)
        read = await readings.forget_person(self._connection, person_id)
        await parking.forget_key(self._connection, topics.PERSON.name, str(person_id))
        rows = {"payees": gone.rowcount, "person_reading": read, "idempotency": answers}
        await erasures.note(self._connection, person_id, rows)


def _payee(row: Row[Any]) -> Payee:
    iban, name = IBAN.open(row.person_id, row.iban), NAME.open(row.person_id, row.name)
    return Payee(row.person_id, row.version, iban, name, row.name_version)
