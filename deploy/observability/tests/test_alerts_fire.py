"""What each alert is about, brought about with real parts: the page that Prometheus would read makes it true.

And makes it false again, once it is mended.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.consuming.delivery import Delivery
from chassis.consuming.handler import Handler
from chassis.consuming.projection import Projection
from chassis.consuming.runtime import ConsumerGroup
from chassis.database import create_engine
from chassis.housekeeping import forget, measure
from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.relay import Relay
from chassis.telemetry import metrics
from chassis.tests.consuming.records import record_of
from chassis.tests.consuming.test_runtime import AgedReactor, send
from chassis.tests.sample.events import TOPIC, Counted, counted
from chassis.tests.sample.service import POISON, count_up, noting
from chassis.tests.telemetry.scraping import measuring, page, scraped
from chassis.tests.test_relay import running, until
from chassis.work import Transactions, UnitOfWork
from contracts.mobility import PersonErased
from contracts.topics import Topic
from deploy.observability.tests.evaluating import is_true
from gateway.tests import office as gateway_office
from gateway.views.projection import PROJECTION
from services.finance.adapters import punctuality
from services.finance.adapters.figures import load_figures
from services.finance.app import SERVICE as FINANCE
from services.finance.tests.builders import NOW, account, paid, planned
from services.finance.tests.office import Office

NOBODY_LISTENS = "127.0.0.1:9"

Fires = Callable[..., bool]


@pytest.fixture(autouse=True)
def telemetry(tmp_path: Path) -> Iterator[None]:
    with measuring(tmp_path):
        yield
    metrics.outbox_measured(0, None)
    metrics.parked_keys({})
    metrics.erasures_waiting({})


@pytest.fixture
def fires(promtool: Path, tmp_path: Path) -> Fires:
    """``fires("KeyParked")``: of the page as it is now; with a group, as if the process had no other one."""
    return lambda alert, group="": is_true(alert, page_about(group), promtool, tmp_path)


def page_about(group: str) -> str:
    """Groups of other tests that ran in this process have left theirs."""
    lines = page().splitlines(keepends=True)
    return "".join(line for line in lines if not group or 'group="' not in line or f'"{group}"' in line)


@asynccontextmanager
async def database(new_database: Any, package: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(await new_database(package))
    try:
        yield engine
    finally:
        await engine.dispose()


@pytest.fixture
async def engine(new_database: Any) -> AsyncIterator[AsyncEngine]:
    async with database(new_database, "chassis.tests.sample") as made:
        yield made


@pytest.fixture
def transactions(engine: AsyncEngine) -> Transactions[UnitOfWork]:
    return Transactions(engine, UnitOfWork, source="tests")


async def looked_at(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await measure(connection)


async def test_a_broken_relay(
    fires: Fires, engine: AsyncEngine, transactions: Transactions[UnitOfWork], kafka_bootstrap: str
) -> None:
    await ensure_topics(kafka_bootstrap, [TOPIC])
    async with transactions.begin() as work:
        await count_up(work, new_id())
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE outbox SET created_at = now() - interval '5 minutes'"))
    url = engine.url.render_as_string(hide_password=False)

    async def empty() -> bool:
        await looked_at(engine)
        return scraped("kervan_outbox_depth") == {"": 0}

    async with running(Relay(url, NOBODY_LISTENS, service="tests", wake=asyncio.Event())):
        await asyncio.sleep(0.5)
        await looked_at(engine)
        assert fires("EventsNotSent")
    async with running(Relay(url, kafka_bootstrap, service="tests", wake=asyncio.Event())):
        await until(empty)
    assert not fires("EventsNotSent")


@asynccontextmanager
async def consuming(
    handler: Handler[UnitOfWork], transactions: Transactions[UnitOfWork], bootstrap: str
) -> AsyncIterator[None]:
    delivery = Delivery(handler, transactions, clock=utc_now, parked_keys_max=50)
    stop = asyncio.Event()
    task = asyncio.create_task(ConsumerGroup(handler, delivery, bootstrap=bootstrap).run(stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def topic_like(one: Topic, bootstrap: str) -> Topic:
    """With nothing on it but what the test sends."""
    topic = replace(one, name=f"test.{new_id()}", partitions=1)
    await ensure_topics(bootstrap, [topic])
    return topic


def waits(group: str) -> float:
    found = scraped("kervan_consumer_lag_time_seconds").items()
    return max((value for labels, value in found if f'group="{group}"' in labels), default=-1.0)


async def test_a_stuck_consumer(
    fires: Fires, transactions: Transactions[UnitOfWork], kafka_bootstrap: str
) -> None:
    group, let_go = f"test.stuck.{new_id()}", asyncio.Event()
    topic = await topic_like(TOPIC, kafka_bootstrap)

    async def handle(_: Counted, __: UnitOfWork, ___: datetime) -> None:
        await let_go.wait()

    async def late() -> bool:
        return waits(group) > 60

    async def in_time() -> bool:
        return waits(group) == 0

    async with consuming(AgedReactor(group, {Counted: handle}, aged=topic), transactions, kafka_bootstrap):
        await until(in_time)
        await send(kafka_bootstrap, [counted()], utc_now() - timedelta(minutes=5), topic)
        await until(late)
        assert fires("ConsumerStuck", group)
        let_go.set()
        await until(in_time)
        assert not fires("ConsumerStuck", group)


async def test_a_stale_view(fires: Fires, new_database: Any, kafka_bootstrap: str) -> None:
    change = gateway_office.partner(new_id())
    topic = await topic_like(change.TOPIC, kafka_bootstrap)

    async def stale() -> bool:
        return waits(PROJECTION.group) > 30

    async def fresh() -> bool:
        return waits(PROJECTION.group) == 0

    async with database(new_database, "gateway") as views, views.connect() as holder:
        views_of = Transactions(views, UnitOfWork, source="gateway")
        projection = Projection(PROJECTION.group, (topic,), PROJECTION.merge)
        await holder.execute(text("SELECT pg_advisory_lock(hashtext('kervan.gateway.views'))"))
        await send(kafka_bootstrap, [change], utc_now() - timedelta(minutes=2), topic)
        async with consuming(projection, views_of, kafka_bootstrap):
            await until(stale)
            assert fires("ViewStale")
            await holder.execute(text("SELECT pg_advisory_unlock_all()"))
            await until(fresh)
            assert not fires("ViewStale")


async def test_a_parked_key(
    fires: Fires, engine: AsyncEngine, transactions: Transactions[UnitOfWork]
) -> None:
    delivery = Delivery(noting, transactions, clock=utc_now, parked_keys_max=10)
    await looked_at(engine)
    assert not fires("KeyParked")
    poison = record_of(counted(label=POISON))
    await delivery.deliver([poison])
    await looked_at(engine)
    assert fires("KeyParked")
    async with engine.begin() as connection:
        await parking.release(connection, noting.group, [poison])
    await looked_at(engine)
    assert not fires("KeyParked")


async def test_a_key_that_is_parked_at_the_gateway(fires: Fires, new_database: Any) -> None:
    """It publishes nothing; its house is kept all the same, by its consumer."""
    async with database(new_database, "gateway") as views:
        async with views.begin() as connection:
            await parking.park(connection, PROJECTION.group, record_of(counted()), "a planted record")
            await forget(connection, utc_now())
        await looked_at(views)
        assert fires("KeyParked")


async def test_an_erasure_that_waits_behind_a_record_of_its_person(fires: Fires, engine: AsyncEngine) -> None:
    erasure = record_of(PersonErased(key=new_id(), sequence=2))
    async with engine.begin() as connection:
        await parking.park(connection, "events.erasures", erasure, parking.BEHIND)
        await parking.park(connection, "events.erasures", record_of(counted()), "no erasure, and older")
        await connection.execute(text("UPDATE parked_record SET parked_at = now() - interval '90 days'"))
        for days, alerts in ((0.5, (False, False)), (2, (True, False)), (21, (True, True))):
            ago = text(
                "UPDATE parked_record SET parked_at = now() - CAST(:ago AS interval) WHERE value IS NULL"
            )
            await connection.execute(ago, {"ago": timedelta(days=days)})
            await measure(connection)
            assert (fires("ErasureWaits"), fires("ErasureNearDeadline")) == alerts


async def test_a_late_payment(fires: Fires, new_database: Any) -> None:
    going = planned()
    async with database(new_database, "services.finance") as money:
        async with money.begin() as connection:
            await load_figures(connection)
        office = Office(FINANCE.transactions(money))
        await office.budget("10000.00")
        await office.hears(account(going.state.person_id))
        await office.hears(going)
        assert not await _late_after(30, money, fires)
        assert await _late_after(31, money, fires)
        (order,) = await office.orders_of(going)
        await office.hears(paid(order.id))
        assert not await _late_after(31, money, fires)


async def _late_after(days: int, money: AsyncEngine, fires: Fires) -> bool:
    async with money.begin() as connection:
        await punctuality.measure(connection, NOW + timedelta(days=days))
    return fires("PaymentOverdue")
