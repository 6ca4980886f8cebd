"""What is due is done once, by whomever, and what fails keeps nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.tests.conftest import Rows
from chassis.timetable import AT_ONCE_MAX, Entry, in_one_transaction, keep_timetable, round_of
from chassis.work import Transactions, UnitOfWork

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
BROKEN = "broken"


async def make_table(transactions: Transactions[UnitOfWork]) -> None:
    async with transactions.begin() as work:
        await work.connection.execute(
            text(
                "CREATE TABLE alarm (id uuid PRIMARY KEY, label text, due_at timestamptz, rung int DEFAULT 0)"
            )
        )


@pytest.fixture
async def alarms(transactions: Transactions[UnitOfWork]) -> None:
    await make_table(transactions)


async def set_alarm(transactions: Transactions[UnitOfWork], label: str = "", due_at: datetime = NOW) -> UUID:
    identity = new_id()
    async with transactions.begin() as work:
        await work.connection.execute(
            text("INSERT INTO alarm (id, label, due_at) VALUES (:id, :label, :due_at)"),
            {"id": identity, "label": label, "due_at": due_at},
        )
    return identity


async def due(work: UnitOfWork, now: datetime, limit: int) -> Sequence[UUID]:
    found = await work.connection.execute(
        text("SELECT id FROM alarm WHERE rung = 0 AND due_at <= :now ORDER BY due_at LIMIT :limit"),
        {"now": now, "limit": limit},
    )
    return list(found.scalars())


async def ring(identity: UUID, work: UnitOfWork, now: datetime) -> None:
    """Locks and asks again, as an entry must."""
    mine = {"id": identity}
    found = await work.connection.execute(
        text("SELECT label, rung FROM alarm WHERE id = :id FOR UPDATE"), mine
    )
    label, rung = found.one()
    if rung:
        return
    await work.connection.execute(text("UPDATE alarm SET rung = rung + 1 WHERE id = :id"), mine)
    if label == BROKEN:
        raise LookupError(label)


ALARMS = Entry[UnitOfWork]("alarms", due, in_one_transaction(ring), seconds=0.01)


async def test_only_what_is_due_is_done(
    transactions: Transactions[UnitOfWork], alarms: None, rows: Rows
) -> None:
    early = await set_alarm(transactions, due_at=NOW.replace(hour=13))
    on_time = await set_alarm(transactions)
    assert await round_of(ALARMS, transactions, lambda: NOW) == 1
    assert await rows("SELECT id, rung FROM alarm ORDER BY due_at") == [(on_time, 1), (early, 0)]


async def test_two_at_the_same_moment_do_it_once(
    transactions: Transactions[UnitOfWork], alarms: None, rows: Rows
) -> None:
    for _ in range(5):
        await set_alarm(transactions)
    await asyncio.gather(*(round_of(ALARMS, transactions, lambda: NOW) for _ in range(4)))
    assert await rows("SELECT DISTINCT rung FROM alarm") == [(1,)]


async def test_what_fails_is_undone_and_tried_again_and_the_others_go_on(
    transactions: Transactions[UnitOfWork], alarms: None, rows: Rows
) -> None:
    await set_alarm(transactions, BROKEN)
    await set_alarm(transactions)
    assert await round_of(ALARMS, transactions, lambda: NOW) == 1
    assert await rows("SELECT label, rung FROM alarm ORDER BY label") == [("", 1), (BROKEN, 0)]
    async with transactions.begin() as work:
        await work.connection.execute(text("UPDATE alarm SET label = 'mended' WHERE rung = 0"))
    assert await round_of(ALARMS, transactions, lambda: NOW) == 1


async def test_an_entry_that_cannot_look_waits_and_says_so_once(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    """There is no table at first: as if the database were being restored."""
    stop = asyncio.Event()
    with capture_logs() as told:
        keeping = asyncio.create_task(keep_timetable([ALARMS], transactions, utc_now, stop))
        await asyncio.sleep(0.3)
        await make_table(transactions)
        await set_alarm(transactions)
        async with asyncio.timeout(30):
            while await rows("SELECT rung FROM alarm") != [(1,)]:  # noqa: ASYNC110  no bell
                await asyncio.sleep(0.01)
        stop.set()
        await asyncio.wait_for(keeping, 10)
    assert [line["event"] for line in told] == ["timetable.postponed", "timetable.kept_again"]


async def test_it_goes_on_until_it_is_stopped(
    transactions: Transactions[UnitOfWork], alarms: None, rows: Rows
) -> None:
    stop = asyncio.Event()
    keeping = asyncio.create_task(keep_timetable([ALARMS], transactions, utc_now, stop))
    for _ in range(AT_ONCE_MAX + 1):
        await set_alarm(transactions)
    async with asyncio.timeout(30):
        while await rows("SELECT count(*) FROM alarm WHERE rung = 0") != [(0,)]:  # noqa: ASYNC110  no bell
            await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(keeping, 10)
