"""How a process begins."""

from __future__ import annotations

from typing import Any, cast

from chassis.process import _prepare
from chassis.service import Assembled, Service
from chassis.tests.conftest import Rows
from chassis.tests.sample.service import NOTE
from chassis.work import Transactions, UnitOfWork


async def test_a_database_that_is_just_starting_is_waited_for(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    troubles = [ConnectionRefusedError("not listening yet"), TimeoutError("starting up")]

    async def prepare(work: UnitOfWork) -> None:
        if troubles:
            raise troubles.pop()
        await work.connection.execute(NOTE, {"key": "prepared", "sequence": 1})

    service = Service("sample", "chassis.tests.sample", "Sample", UnitOfWork, prepare=prepare)
    nothing = cast(Any, None)
    assembled = Assembled(nothing, nothing, transactions, nothing, nothing, nothing, nothing)
    await _prepare(service, assembled)
    assert await rows("SELECT key FROM effect") == [("prepared",)]
