"""Who is paid. The only personal data of finance: a row here goes when the person is erased."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import erasures
from chassis.consuming import parking
from chassis.http import idempotency
from chassis.resealing import SealedColumn
from contracts import topics
from services.finance.adapters.tables import PAYEES
from services.finance.application.work import Payee

IBAN = SealedColumn(PAYEES, "person_id", "iban")


class PayeeTable:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, person_id: UUID) -> Payee | None:
        wanted = select(PAYEES).where(PAYEES.c.person_id == person_id)
        row = (await self._connection.execute(wanted)).one_or_none()
        return Payee(row.person_id, row.version, IBAN.open(row.person_id, row.iban)) if row else None

    async def save(self, payee: Payee) -> None:
        sealed = IBAN.seal(payee.person_id, payee.iban)
        row = {"person_id": payee.person_id, "version": payee.version, "iban": sealed}
        upsert = insert(PAYEES).values(row).on_conflict_do_update(index_elements=["person_id"], set_=row)
        await self._connection.execute(upsert)

    async def forget(self, person_id: UUID) -> None:
        """The account, answers kept for repeated requests, and parked records with personal data."""
        gone = await self._connection.execute(delete(PAYEES).where(PAYEES.c.person_id == person_id))
        answers = await idempotency.forget_mentions(self._connection, person_id)
        await parking.forget_key(self._connection, topics.PERSON.name, str(person_id))
        rows = {"payees": gone.rowcount, "idempotency": answers}
        await erasures.note(self._connection, person_id, rows)
