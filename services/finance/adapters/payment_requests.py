"""Payment requests in PostgreSQL; a unique index keeps a second one for an instalment from waiting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.payments import PaymentRequestEvent
from contracts.vocabulary import Currency, PaymentRequestStatus
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import PAYMENT_REQUESTS
from services.finance.domain.money import Money
from services.finance.domain.payment_request import PaymentRequest

REQUESTS = PAYMENT_REQUESTS.c
WAITING = REQUESTS.status == PaymentRequestStatus.AWAITING_APPROVAL


class PaymentRequestTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, request_id: UUID) -> PaymentRequest:
        """Raises: NotFound."""
        found = await self._all(select(PAYMENT_REQUESTS).where(REQUESTS.id == request_id))
        if not found:
            raise NotFound(what="payment request")
        return found[0]

    async def waiting_of(self, grant_id: UUID) -> Sequence[PaymentRequest]:
        return await self._all(select(PAYMENT_REQUESTS).where(WAITING, REQUESTS.grant_id == grant_id))

    async def gatherable(
        self, budget_id: UUID, due_by: date | None, after: UUID | None, limit: int
    ) -> Sequence[PaymentRequest]:
        """Of a budget, those that wait in no batch; ``due_by`` leaves out what is due later or has no day."""
        query = _page(after, limit).where(
            WAITING, REQUESTS.budget_id == budget_id, REQUESTS.batch_id.is_(None)
        )
        return await self._all(query if due_by is None else query.where(REQUESTS.due_on <= due_by))

    async def of_batch(self, batch_id: UUID) -> Sequence[PaymentRequest]:
        """What the batch holds, or held when it was approved."""
        query = select(PAYMENT_REQUESTS).where(REQUESTS.batch_id == batch_id).order_by(REQUESTS.id)
        return await self._all(query)

    async def page(
        self,
        status: PaymentRequestStatus | None,
        batch_id: UUID | None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[PaymentRequest]:
        query = _page(after, limit)
        for column, value in ((REQUESTS.status, status), (REQUESTS.batch_id, batch_id)):
            if value is not None:
                query = query.where(column == value)
        return await self._all(query)

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[PaymentRequest]:
        return await self._all(_page(after, limit).with_for_update())

    async def add(self, request: PaymentRequest, publishes: PaymentRequestEvent) -> None:
        await self._connection.execute(insert(PAYMENT_REQUESTS).values(_row(request)))
        self._outbox.add(publishes)

    async def save(self, request: PaymentRequest, publishes: PaymentRequestEvent) -> None:
        mine = (REQUESTS.id == request.id, REQUESTS.version == request.version - 1)
        change = update(PAYMENT_REQUESTS).where(*mine).values(_row(request))
        require_one(await self._connection.execute(change))
        self._outbox.add(publishes)

    async def _all(self, query: Select[Any]) -> list[PaymentRequest]:
        return [_request(row) for row in await self._connection.execute(query)]


def _page(after: UUID | None, limit: int) -> Select[Any]:
    query = select(PAYMENT_REQUESTS).order_by(REQUESTS.id).limit(limit)
    return query if after is None else query.where(REQUESTS.id > after)


def _row(request: PaymentRequest) -> dict[str, object]:
    return {
        "id": request.id,
        "version": request.version,
        "budget_id": request.budget_id,
        "grant_id": request.grant_id,
        "person_id": request.person_id,
        "faculty": request.faculty,
        "instalment": request.instalment,
        "amount": request.amount.amount,
        "currency": request.amount.currency,
        "due_on": request.due_on,
        "drafted_at": request.drafted_at,
        "caused_by": request.caused_by,
        "status": request.status,
        "batch_id": request.batch_id,
        "approved_by": request.approved_by,
        "decided_at": request.decided_at,
    }


def _request(row: Row[Any]) -> PaymentRequest:
    return PaymentRequest(
        id=row.id,
        version=row.version,
        budget_id=row.budget_id,
        grant_id=row.grant_id,
        person_id=row.person_id,
        faculty=row.faculty,
        instalment=row.instalment,
        amount=Money(row.amount, Currency(row.currency)),
        due_on=row.due_on,
        drafted_at=row.drafted_at,
        caused_by=row.caused_by,
        status=PaymentRequestStatus(row.status),
        batch_id=row.batch_id,
        approved_by=row.approved_by,
        decided_at=row.decided_at,
    )
