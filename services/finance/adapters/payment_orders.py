"""Payment orders in PostgreSQL; a unique index keeps a second live order for an instalment out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.identity.access import Sight
from chassis.identity.rows import within
from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.finance import PaymentOrderEvent
from contracts.vocabulary import Currency, PaymentChannel, PaymentOrderStatus
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import PAYMENT_ORDERS
from services.finance.domain.money import Money
from services.finance.domain.payment_order import PaymentOrder, Rejection

REJECTION = TypeAdapter(Rejection | None)


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders a caller asks for; None means any."""

    status: PaymentOrderStatus | None = None
    grant_id: UUID | None = None


class PaymentOrderTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def find(self, order_id: UUID) -> PaymentOrder | None:
        wanted = select(PAYMENT_ORDERS).where(PAYMENT_ORDERS.c.id == order_id)
        row = (await self._connection.execute(wanted)).one_or_none()
        return _order(row) if row else None

    async def get(self, order_id: UUID) -> PaymentOrder:
        """Raises: NotFound."""
        order = await self.find(order_id)
        if order is None:
            raise NotFound(what="payment order")
        return order

    async def add(self, order: PaymentOrder, publishes: PaymentOrderEvent | None) -> None:
        """``publishes``: None where a bank's file asks for it."""
        await self._connection.execute(insert(PAYMENT_ORDERS).values(_row(order)))
        if publishes is not None:
            self._outbox.add(publishes)

    async def save(self, order: PaymentOrder, publishes: PaymentOrderEvent) -> None:
        mine = (PAYMENT_ORDERS.c.id == order.id, PAYMENT_ORDERS.c.version == order.version - 1)
        require_one(await self._connection.execute(update(PAYMENT_ORDERS).where(*mine).values(_row(order))))
        self._outbox.add(publishes)

    async def page(
        self, wanted: OrderFilter, sight: Sight, after: UUID | None, limit: int
    ) -> Sequence[PaymentOrder]:
        query = select(PAYMENT_ORDERS).where(_within(sight)).order_by(PAYMENT_ORDERS.c.id).limit(limit)
        for column, value in (
            (PAYMENT_ORDERS.c.status, wanted.status),
            (PAYMENT_ORDERS.c.grant_id, wanted.grant_id),
        ):
            if value is not None:
                query = query.where(column == value)
        return await self._all(query if after is None else query.where(PAYMENT_ORDERS.c.id > after))

    async def lock_told_page(self, after: UUID | None, limit: int) -> Sequence[PaymentOrder]:
        """Those that the finance office may hear of: ``PaymentOrder.is_told``, as SQL."""
        told = or_(
            PAYMENT_ORDERS.c.channel == PaymentChannel.FINANCE_OFFICE,
            PAYMENT_ORDERS.c.status != PaymentOrderStatus.ISSUED,
        )
        query = select(PAYMENT_ORDERS).where(told).order_by(PAYMENT_ORDERS.c.id).limit(limit)
        query = query.with_for_update()
        return await self._all(query if after is None else query.where(PAYMENT_ORDERS.c.id > after))

    async def _all(self, query: Select[Any]) -> list[PaymentOrder]:
        return [_order(row) for row in await self._connection.execute(query)]


def _within(sight: Sight) -> ColumnElement[bool]:
    return within(sight, person_id=PAYMENT_ORDERS.c.person_id, faculty=PAYMENT_ORDERS.c.faculty)


def _row(order: PaymentOrder) -> dict[str, object]:
    return {
        "id": order.id,
        "version": order.version,
        "grant_id": order.grant_id,
        "person_id": order.person_id,
        "faculty": order.faculty,
        "instalment": order.instalment,
        "amount": order.amount.amount,
        "currency": order.amount.currency,
        "issued_at": order.issued_at,
        "due_on": order.due_on,
        "payee_version": order.payee_version,
        "status": order.status,
        "answered_at": order.answered_at,
        "rejection": REJECTION.dump_python(order.rejection, mode="json"),
        "channel": order.channel,
    }


def _order(row: Row[Any]) -> PaymentOrder:
    return PaymentOrder(
        id=row.id,
        version=row.version,
        grant_id=row.grant_id,
        person_id=row.person_id,
        faculty=row.faculty,
        instalment=row.instalment,
        amount=Money(row.amount, Currency(row.currency)),
        issued_at=row.issued_at,
        due_on=row.due_on,
        payee_version=row.payee_version,
        status=PaymentOrderStatus(row.status),
        answered_at=row.answered_at,
        rejection=REJECTION.validate_python(row.rejection),
        channel=PaymentChannel(row.channel),
    )
