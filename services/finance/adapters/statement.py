"""Lines of the bank's statements in PostgreSQL; a line's digest is unique, and so is an order's line."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.outbox import Outbox
from chassis.refusal import NotFound
from contracts.statements import StatementLineEvent
from contracts.vocabulary import (
    Currency,
    StatementDirection,
    StatementLineStatus,
    StatementOrigin,
    StatementProblem,
)
from services.finance.adapters.guard import require_one
from services.finance.adapters.tables import STATEMENT_LINES
from services.finance.domain.money import Money
from services.finance.domain.statement import StatementLine

LINES = STATEMENT_LINES.c


class StatementTable:
    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self._connection = connection
        self._outbox = outbox

    async def get(self, line_id: UUID) -> StatementLine:
        """Raises: NotFound."""
        return await self._one(select(STATEMENT_LINES).where(LINES.id == line_id))

    async def lock(self, line_id: UUID) -> StatementLine:
        """Raises: NotFound."""
        return await self._one(select(STATEMENT_LINES).where(LINES.id == line_id).with_for_update())

    async def directions_of(self, order_id: UUID) -> Set[StatementDirection]:
        """Of the lines that answer an order."""
        matched = LINES.status == StatementLineStatus.MATCHED
        query = select(LINES.direction).where(LINES.order_id == order_id, matched)
        return {StatementDirection(row.direction) for row in await self._connection.execute(query)}

    async def add_if_new(self, line: StatementLine, publishes: StatementLineEvent) -> bool:
        """False when it came before, in this file or another; nothing is published then."""
        adding = insert(STATEMENT_LINES).values(_row(line)).on_conflict_do_nothing(index_elements=["digest"])
        if (await self._connection.execute(adding)).rowcount == 0:
            return False
        self._outbox.add(publishes)
        return True

    async def save(self, line: StatementLine, publishes: StatementLineEvent) -> None:
        mine = (LINES.id == line.id, LINES.version == line.version - 1)
        require_one(await self._connection.execute(update(STATEMENT_LINES).where(*mine).values(_row(line))))
        self._outbox.add(publishes)

    async def page(
        self, status: StatementLineStatus | None, after: UUID | None, limit: int
    ) -> Sequence[StatementLine]:
        query = _page(after, limit)
        return await self._all(query if status is None else query.where(LINES.status == status))

    async def lock_page(self, after: UUID | None, limit: int) -> Sequence[StatementLine]:
        return await self._all(_page(after, limit).with_for_update())

    async def _one(self, query: Select[Any]) -> StatementLine:
        found = await self._all(query)
        if not found:
            raise NotFound(what="statement line")
        return found[0]

    async def _all(self, query: Select[Any]) -> list[StatementLine]:
        return [_line(row) for row in await self._connection.execute(query)]


def _page(after: UUID | None, limit: int) -> Select[Any]:
    query = select(STATEMENT_LINES).order_by(LINES.id).limit(limit)
    return query if after is None else query.where(LINES.id > after)


def _row(line: StatementLine) -> dict[str, object]:
    return {
        "id": line.id,
        "version": line.version,
        "digest": line.digest,
        "line": line.line,
        "taken_at": line.taken_at,
        "booked_on": line.booked_on,
        "direction": line.direction,
        "amount": line.amount.amount,
        "currency": line.amount.currency,
        "account": line.account,
        "order_id": line.order_id,
        "status": line.status,
        "problem": line.problem,
        "origin": line.origin,
        "decided_by": line.decided_by,
        "decided_at": line.decided_at,
    }


def _line(row: Row[Any]) -> StatementLine:
    return StatementLine(
        id=row.id,
        version=row.version,
        digest=row.digest,
        line=row.line,
        taken_at=row.taken_at,
        booked_on=row.booked_on,
        direction=StatementDirection(row.direction),
        amount=Money(row.amount, Currency(row.currency)),
        account=row.account,
        order_id=row.order_id,
        status=StatementLineStatus(row.status),
        problem=StatementProblem(row.problem) if row.problem else None,
        origin=StatementOrigin(row.origin) if row.origin else None,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
