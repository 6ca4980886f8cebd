"""How a process begins."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.clock import utc_now
from chassis.housekeeping import MEASURE_SECONDS, keep_house
from chassis.process import Part, _house, _prepare
from chassis.service import Assembled, Service
from chassis.settings import ProcessSettings
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


@pytest.mark.parametrize(
    ("snapshots", "part", "keeps"),
    [
        ((), Part.CONSUMER, True),
        ((), Part.API, False),
        ((cast(Any, None),), Part.RELAY, True),
        ((cast(Any, None),), Part.CONSUMER, False),
        ((cast(Any, None),), Part.ALL, True),
    ],
)
async def test_every_service_has_one_part_that_measures_what_is_parked(
    snapshots: Sequence[Any], part: Part, keeps: bool
) -> None:
    """A gateway publishes nothing: without this nobody would see that a key of its views is parked."""
    service = Service("sample", "chassis.tests.sample", "Sample", UnitOfWork, snapshots=snapshots)
    nothing, stop = cast(Any, None), asyncio.Event()
    settings = ProcessSettings(database_url="", kafka_bootstrap="", jwks="", issuer="")
    stop.set()
    tasks = _house(service, part, Assembled(settings, *[nothing] * 6), stop)
    await asyncio.gather(*tasks)
    assert bool(tasks) is keeps


async def test_what_a_service_counts_itself_is_measured_at_once_and_then_seldom(
    transactions: Transactions[UnitOfWork],
) -> None:
    asked: list[datetime] = []
    stop = asyncio.Event()

    async def measure(_: AsyncConnection, now: datetime) -> None:
        asked.append(now)

    keeping = asyncio.create_task(keep_house(transactions.engine, utc_now, 1e6, stop, (measure,)))
    await asyncio.sleep(MEASURE_SECONDS * 1.5)
    stop.set()
    await keeping
    assert len(asked) == 1
