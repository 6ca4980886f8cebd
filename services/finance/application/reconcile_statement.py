"""The bank's statement answers payment orders: by itself where a line fits, by a person's word where not.

Whatever a line says of an order goes the finance office's own way into books and events, under the budget's
lock. So an answer that came by an event, too, is booked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.csv_rows import Rejected, Row
from chassis.refusal import NotFound, Refusal, require_version
from contracts.finance import PaymentResult
from contracts.statements import StatementLineAssigned, StatementLineSetAside, StatementLineTaken
from contracts.vocabulary import PaymentOutcome, StatementDirection, StatementOrigin
from services.finance.application.answer_payment import book_paid, book_rejected
from services.finance.application.books import books_of
from services.finance.application.line import serve_line
from services.finance.application.published import statement_line_state
from services.finance.application.statement_rows import StatementRow, Taken, read_row
from services.finance.application.work import Work
from services.finance.domain.payment_order import RETURNED, PaymentOrder
from services.finance.domain.statement import OrderSeen, StatementLine, answer, assign, judged, set_aside


async def take_statement(rows: Sequence[Row | Rejected], so_far: Taken, work: Work, now: datetime) -> None:
    """One batch of a file, in one transaction. Wrong rows are rejected alone, known ones change nothing.

    Budgets are locked in the order of their ids, lines taken in the order of their digests within a day: two
    files with the same lines wait for each other and never both.
    """
    lines = [row.as_line(so_far.alike, now) for row in _readable(rows, so_far)]
    await _lock_budgets(lines, work)
    for line in sorted(lines, key=_money_out_first):
        if await _take(line, work, now):
            so_far.accepted += 1
        else:
            so_far.already_there += 1


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who says what a line is, of which version of it."""

    by: str
    expected_version: int | None
    at: datetime


async def assign_line(line_id: UUID, order_id: UUID, deciding: Deciding, work: Work) -> StatementLine:
    """Raises: NotFound, StaleVersion, StatementLineIsDecided, StatementLineDoesNotFit."""
    if await work.orders.find(order_id) is None:
        raise NotFound(what="payment order")
    await work.budgets.lock(await _budget_of(order_id, work))
    line = await work.statement.lock(line_id)
    require_version(line.version, deciding.expected_version)
    seen = await _seen(order_id, work)
    assert seen is not None, "orders are never deleted"
    assigned = assign(line, seen, deciding.by, deciding.at)
    published = StatementLineAssigned(state=statement_line_state(assigned))
    await work.statement.save(assigned, publishes=published)
    await _book(assigned, seen.order, work, deciding.at)
    return assigned


async def set_line_aside(
    line_id: UUID, origin: StatementOrigin, deciding: Deciding, work: Work
) -> StatementLine:
    """Raises: NotFound, StaleVersion, StatementLineIsDecided."""
    line = await work.statement.lock(line_id)
    require_version(line.version, deciding.expected_version)
    aside = set_aside(line, origin, deciding.by, deciding.at)
    await work.statement.save(aside, publishes=StatementLineSetAside(state=statement_line_state(aside)))
    return aside


def _readable(rows: Iterable[Row | Rejected], so_far: Taken) -> Iterable[StatementRow]:
    for row in rows:
        if isinstance(row, Rejected):
            so_far.rejected.append(row)
            continue
        try:
            yield read_row(row)
        except Refusal as refusal:
            so_far.rejected.append(Rejected(row.line, refusal.field, refusal))


def _money_out_first(line: StatementLine) -> tuple[object, ...]:
    """Of a day, what went out before what came back."""
    return line.booked_on, line.direction is StatementDirection.CREDIT, line.digest


async def _lock_budgets(lines: Sequence[StatementLine], work: Work) -> None:
    named = {line.order_id for line in lines if line.order_id is not None}
    budgets = {await _budget_of(one, work) for one in named if await work.orders.find(one) is not None}
    for budget_id in sorted(budgets):
        await work.budgets.lock(budget_id)


async def _take(read: StatementLine, work: Work, now: datetime) -> bool:
    """Whether the line is new."""
    seen = await _seen(read.order_id, work) if read.order_id else None
    line = judged(read, seen)
    if not await work.statement.add_if_new(line, StatementLineTaken(state=statement_line_state(line))):
        return False
    if line.problem is None and seen is not None:
        await _book(line, seen.order, work, now)
    return True


async def _book(line: StatementLine, order: PaymentOrder, work: Work, now: datetime) -> None:
    """What the line says and nobody said before, as the finance office's answer."""
    outcome = answer(line, order)
    if outcome is None:
        return
    budget_id = await _budget_of(order.id, work)
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        grant = await work.grants.get(order.grant_id)
        result = _result(line, order, outcome, now)
        if outcome is PaymentOutcome.PAID:
            await book_paid(order, grant, result, books)
        else:
            await book_rejected(order, grant, result, books)
        await serve_line(books)


def _result(
    line: StatementLine, order: PaymentOrder, outcome: PaymentOutcome, now: datetime
) -> PaymentResult:
    """The ledger leads back to the line by its id."""
    return PaymentResult(
        id=order.id,
        version=order.version + 1,
        outcome=outcome,
        answered_at=now,
        bank_reference=line.id.hex,
        reason_code=RETURNED if outcome is PaymentOutcome.REJECTED else None,
    )


async def _seen(order_id: UUID, work: Work) -> OrderSeen | None:
    order = await work.orders.find(order_id)
    if order is None:
        return None
    grant = await work.grants.get(order.grant_id)
    return OrderSeen(order, await work.statement.directions_of(order_id), bool(grant.returned))


async def _budget_of(order_id: UUID, work: Work) -> UUID:
    order = await work.orders.find(order_id)
    assert order is not None, "asked for of known orders only"
    return (await work.grants.get(order.grant_id)).budget_id
