"""A command of thousands of events holds few of them, and still writes all or nothing."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from chassis.outbox import ROWS_HELD_MAX
from chassis.tests.conftest import Rows
from chassis.tests.sample.events import counted
from chassis.work import Transactions, UnitOfWork

MANY = 2 * ROWS_HELD_MAX + 1


class _GaveUp(Exception):
    pass


async def _say(work: UnitOfWork, times: int) -> None:
    key = new_id()
    for count in range(1, times + 1):
        work.outbox.add(counted(key, count))
        await work.outbox.relieve()


async def test_many_events_leave_in_their_order(transactions: Transactions[UnitOfWork], rows: Rows) -> None:
    async with transactions.begin() as work:
        await _say(work, MANY)
        assert work.outbox.written == MANY - 1
    assert work.outbox.written == MANY
    sequences = await rows("SELECT sequence FROM outbox ORDER BY id")
    assert [sequence for (sequence,) in sequences] == list(range(1, MANY + 1))


async def test_what_was_written_early_goes_with_the_transaction(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    async def give_up() -> None:
        async with transactions.begin() as work:
            await _say(work, MANY)
            raise _GaveUp

    with pytest.raises(_GaveUp):
        await give_up()
    assert await rows("SELECT 1 FROM outbox LIMIT 1") == []
