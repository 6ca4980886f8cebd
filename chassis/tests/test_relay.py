"""Every row reaches Kafka, per key in order; a crash repeats some and loses none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.outbox import PAYLOAD_BYTES_MAX, EventTooLarge
from chassis.relay import Relay
from chassis.tests.conftest import Rows
from chassis.tests.kafka_reading import sequences
from chassis.tests.sample.events import TOPIC, counted
from chassis.tests.sample.service import count_up
from chassis.work import Transactions, UnitOfWork

NewRelay = Callable[[], Relay]


@pytest.fixture
async def new_relay(
    database_url: str, kafka_bootstrap: str, transactions: Transactions[UnitOfWork]
) -> NewRelay:
    await ensure_topics(kafka_bootstrap, [TOPIC])

    def make() -> Relay:
        return Relay(
            database_url,
            kafka_bootstrap,
            service="tests",
            wake=transactions.committed,
            rows_max=50,
            poll_seconds=0.02,
        )

    return make


@asynccontextmanager
async def running(*relays: Relay) -> AsyncIterator[None]:
    stop = asyncio.Event()
    tasks = [asyncio.create_task(relay.run(stop)) for relay in relays]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():  # noqa: ASYNC110  a database has no bell
            await asyncio.sleep(0.05)


async def emptied(rows: Rows) -> None:
    async def empty() -> bool:
        return not await rows("SELECT 1 FROM outbox LIMIT 1")

    await until(empty)


async def write(transactions: Transactions[UnitOfWork], key: object, times: int) -> None:
    for _ in range(times):
        async with transactions.begin() as work:
            await count_up(work, key)  # type: ignore[arg-type]


async def kill_relays(engine: AsyncEngine) -> int:
    """End the database sessions of this database's relays, as a crash would; how many there were."""
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'relay' AND datname = current_database()"
    )
    async with engine.connect() as connection:
        return len((await connection.execute(kill)).all())


async def test_concurrent_writers_come_out_in_the_order_of_versions(
    new_relay: NewRelay, transactions: Transactions[UnitOfWork], rows: Rows, kafka_bootstrap: str
) -> None:
    keys = [new_id() for _ in range(4)]
    async with running(new_relay()):
        await asyncio.gather(*(write(transactions, key, 15) for key in keys for _ in range(3)))
        await emptied(rows)
    expected = {str(key): list(range(1, 46)) for key in keys}
    assert await sequences(kafka_bootstrap, TOPIC, set(expected)) == expected


async def test_a_crash_between_sending_and_deleting_repeats_and_loses_nothing(
    new_relay: NewRelay,
    transactions: Transactions[UnitOfWork],
    engine: AsyncEngine,
    rows: Rows,
    kafka_bootstrap: str,
) -> None:
    key = new_id()
    await write(transactions, key, 5)
    async with engine.connect() as holder:
        await holder.execute(text("SELECT id FROM outbox FOR UPDATE"))  # the relay's DELETE waits for this
        async with running(new_relay()):

            async def deleting() -> bool:
                return bool(
                    await rows(
                        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%DELETE FROM outbox%'"
                        " AND application_name = 'relay' AND wait_event_type = 'Lock'"
                        " AND datname = current_database()"
                    )
                )

            await until(deleting)
            assert await kill_relays(engine) == 1
            await holder.rollback()
            await emptied(rows)
    sent = (await sequences(kafka_bootstrap, TOPIC, {str(key)}))[str(key)]
    assert sent == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]


async def test_a_connection_cut_in_the_middle_of_a_statement_ends_no_relay(
    new_relay: NewRelay, transactions: Transactions[UnitOfWork], rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """asyncpg says then that it cannot switch states: no error of PostgreSQL's, nor of its interface's."""
    relay, ask = new_relay(), Relay._next
    cuts = [asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress")]

    async def cut_once(self: Relay, *given: Any) -> Any:
        if cuts:
            raise cuts.pop()
        return await ask(self, *given)

    monkeypatch.setattr(Relay, "_next", cut_once)
    await write(transactions, new_id(), 1)
    async with running(relay):
        await emptied(rows)
    assert cuts == []


async def test_one_relay_is_active_and_another_takes_over_when_it_dies(
    new_relay: NewRelay,
    transactions: Transactions[UnitOfWork],
    engine: AsyncEngine,
    rows: Rows,
    kafka_bootstrap: str,
) -> None:
    key = new_id()
    async with running(new_relay(), new_relay()):
        await write(transactions, key, 20)
        await emptied(rows)
        assert (await sequences(kafka_bootstrap, TOPIC, {str(key)}))[str(key)] == list(range(1, 21))
        assert await kill_relays(engine) >= 1
        await write(transactions, key, 5)
        await emptied(rows)
    sent = (await sequences(kafka_bootstrap, TOPIC, {str(key)}))[str(key)]
    assert list(dict.fromkeys(sent)) == list(range(1, 26))  # the killed one may have sent some already


async def test_a_transaction_that_fails_publishes_nothing(
    transactions: Transactions[UnitOfWork], rows: Rows
) -> None:
    async def count_and_fail() -> None:
        async with transactions.begin() as work:
            await count_up(work, new_id())
            await work.outbox.flush()
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await count_and_fail()
    assert await rows("SELECT 1 FROM outbox") == []
    assert await rows("SELECT 1 FROM counter") == []


async def test_an_event_too_large_for_kafka_fails_its_command(transactions: Transactions[UnitOfWork]) -> None:
    with pytest.raises(EventTooLarge):
        async with transactions.begin() as work:
            work.outbox.add(counted(label="x" * PAYLOAD_BYTES_MAX))
