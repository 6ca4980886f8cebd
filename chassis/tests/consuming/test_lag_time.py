"""Lag in seconds: it grows while a record is in hand, whatever the loop does, and goes with its owner."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chassis.clock import utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.reactor import Reactor
from chassis.consuming.runtime import ConsumerGroup
from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.tests.consuming.test_runtime import running, send
from chassis.tests.sample.events import TOPIC, Counted, counted
from chassis.tests.telemetry.scraping import measuring, scraped
from chassis.tests.test_relay import until
from chassis.work import Transactions, UnitOfWork

Handle = Callable[[Counted, UnitOfWork, datetime], Awaitable[None]]


@pytest.fixture(autouse=True)
def telemetry(tmp_path: Path) -> Iterator[None]:
    with measuring(tmp_path):
        yield


def lag_times(group: str) -> Iterable[float]:
    found = scraped("kervan_consumer_lag_time_seconds").items()
    return [seconds for labels, seconds in found if f'group="{group}"' in labels]


@asynccontextmanager
async def letting_go(event: asyncio.Event) -> AsyncIterator[None]:
    """Also where the test fails: else the group would wait for its handler, and hide why."""
    try:
        yield
    finally:
        event.set()


@pytest.fixture
async def member(
    kafka_bootstrap: str, transactions: Transactions[UnitOfWork]
) -> Callable[[Handle], ConsumerGroup[UnitOfWork]]:
    await ensure_topics(kafka_bootstrap, [TOPIC])

    def make(handle: Handle) -> ConsumerGroup[UnitOfWork]:
        handler: Reactor[UnitOfWork] = Reactor(f"test.lag-time.{new_id()}", {Counted: handle})
        delivery = Delivery(handler, transactions, clock=utc_now, parked_keys_max=1000)
        return ConsumerGroup(handler, delivery, bootstrap=kafka_bootstrap)

    return make


async def test_a_stuck_group_is_as_late_as_its_oldest_record_and_then_in_time_again(
    member: Callable[[Handle], ConsumerGroup[UnitOfWork]], kafka_bootstrap: str
) -> None:
    stuck, let_go = new_id(), asyncio.Event()

    async def handle(event: Counted, work: UnitOfWork, now: datetime) -> None:
        if event.key == stuck:
            await let_go.wait()

    group = member(handle)
    name = group.progress.group
    assert group.progress.lag_seconds is None, "nobody has asked the broker yet"
    async with running(group), letting_go(let_go):
        await until(lambda: _all(lambda: bool(lag_times(name))))
        await send(kafka_bootstrap, [counted(stuck)], utc_now() - timedelta(hours=2))
        await until(lambda: _all(lambda: max(lag_times(name), default=0) >= 7200))
        first = max(lag_times(name))
        assert (group.progress.lag_seconds or 0) >= 7200
        await asyncio.sleep(0.1)
        assert max(lag_times(name)) > first, "it must grow though nobody measures"
        let_go.set()
        await until(lambda: _all(lambda: max(lag_times(name), default=1) == 0))
        await until(lambda: _all(lambda: group.progress.lag_seconds == 0))
    assert lag_times(name) == [], "a group that ended must not leave its lag behind"


async def _all(holds: Callable[[], bool]) -> bool:
    return holds()
