"""projection_vs_tx_per_message: the runtime with a set-based projection, against a transaction a message.

Both read the same topic from its beginning with the same consumer, decode the same way and end with the same
rows in the same table.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.clock import utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.projection import Projection, newest_by_key
from chassis.consuming.reactor import Reactor
from chassis.consuming.record import Record
from chassis.consuming.runtime import ConsumerGroup
from chassis.database import create_engine, plain_url
from chassis.ids import new_id
from chassis.kafka import ensure_topics, new_consumer, new_producer
from chassis.work import Transactions, UnitOfWork
from contracts.cloudevents import Received
from contracts.mobility import MobilityPlanned
from contracts.topics import Topic
from tests.bench.events.payloads import mobility_planned, send

EVENTS, KEYS = 30_000, 7_500
EVENTS_ONE_BY_ONE = 3_000

TABLE = (
    "CREATE TABLE IF NOT EXISTS bench_view (id uuid PRIMARY KEY, version int NOT NULL, state jsonb NOT NULL)"
)
ONE = """
    INSERT INTO bench_view VALUES ($1, $2, $3)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE bench_view.version < excluded.version
"""
INBOX = "INSERT INTO inbox (consumer_group, event_id) VALUES ('bench', $1) ON CONFLICT DO NOTHING RETURNING 1"
ONE_BOUND = text(ONE.replace("$1", ":id").replace("$2", ":version").replace("$3", "CAST(:state AS jsonb)"))
MANY = text(
    """
    INSERT INTO bench_view
    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]), CAST(:states AS jsonb[]))
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state
    WHERE bench_view.version < excluded.version
    """
)


async def fill_topic(bootstrap: str) -> Topic:
    """A topic of its own with EVENTS records over KEYS keys."""
    topic = Topic(f"bench.mobility.{new_id()}", "bench", "Benchmark")
    await ensure_topics(bootstrap, [topic])
    keys = [new_id() for _ in range(KEYS)]
    producer = new_producer(bootstrap, "bench.fill")
    await producer.start()
    for n in range(EVENTS):
        event = mobility_planned(keys[n % KEYS], n // KEYS + 1)
        await send(producer, topic, event)
    await producer.stop()
    return topic


async def events_a_second(database_url: str, bootstrap: str, topic: Topic) -> tuple[float, float, float]:
    """One round: (a set-based batch, a transaction a message, the same without any of our code)."""
    merged = await _projected(database_url, bootstrap, topic)
    one_by_one = await _one_by_one(database_url, bootstrap, topic)
    return merged, one_by_one, await _bare_one_by_one(database_url, bootstrap, topic)


async def _projected(database_url: str, bootstrap: str, topic: Topic) -> float:
    await _empty(database_url)
    engine = create_engine(database_url, pool_size=4)
    projection = Projection(f"bench.{new_id()}", (topic,), _merge)
    transactions = Transactions(engine, UnitOfWork, source="bench")
    counting = _Counting(projection, transactions, clock=utc_now, parked_keys_max=1)
    group: ConsumerGroup[UnitOfWork] = ConsumerGroup(
        projection, counting, bootstrap=bootstrap, records_max=2000
    )
    stop = asyncio.Event()
    task = asyncio.create_task(group.run(stop))
    await asyncio.wait_for(counting.all_seen.wait(), 120)
    stop.set()
    await task
    await engine.dispose()
    return counting.rate


class _Counting(Delivery[UnitOfWork]):
    """Passes batches on and looks at the clock: from the first batch's arrival to the last one's commit."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._started = 0.0
        self._seen = 0
        self.all_seen = asyncio.Event()
        self.rate = 0.0

    async def deliver(self, records: Sequence[Record]) -> None:
        self._started = self._started or time.perf_counter()
        await super().deliver(records)
        self._seen += len(records)
        if self._seen >= EVENTS:
            self.rate = self._seen / (time.perf_counter() - self._started)
            self.all_seen.set()


async def _merge(connection: AsyncConnection, batch: Sequence[Received]) -> None:
    newest = newest_by_key(batch)
    rows = {
        "ids": [received.key for received in newest],
        "versions": [received.sequence for received in newest],
        "states": [received.event.state.model_dump_json() for received in newest],  # type: ignore[union-attr]
    }
    await connection.execute(MANY, rows)


async def _one_by_one(database_url: str, bootstrap: str, topic: Topic) -> float:
    """The same runtime with a transaction for each message: inbox row and upsert."""
    engine = create_engine(database_url, pool_size=2)
    reactor: Reactor[UnitOfWork] = Reactor(f"bench.{new_id()}", {MobilityPlanned: _upsert})
    delivery = Delivery(
        reactor, Transactions(engine, UnitOfWork, source="bench"), clock=utc_now, parked_keys_max=1
    )

    async def take(record: Record) -> None:
        await delivery.deliver([record])

    rate = await _paced(database_url, bootstrap, topic, take)
    await engine.dispose()
    return rate


async def _upsert(event: MobilityPlanned, work: UnitOfWork, _: datetime) -> None:
    row = {"id": event.key, "version": event.sequence, "state": event.state.model_dump_json()}
    await work.connection.execute(ONE_BOUND, row)


async def _bare_one_by_one(database_url: str, bootstrap: str, topic: Topic) -> float:
    """aiokafka and asyncpg alone."""
    connection = await asyncpg.connect(plain_url(database_url))

    async def take(record: Record) -> None:
        await _take(connection, record.decode())

    rate = await _paced(database_url, bootstrap, topic, take)
    await connection.close()
    return rate


async def _paced(
    database_url: str, bootstrap: str, topic: Topic, take: Callable[[Record], Awaitable[None]]
) -> float:
    await _empty(database_url)
    async with _reading(bootstrap, topic) as consumer:
        seen, started = 0, 0.0
        while seen < EVENTS_ONE_BY_ONE:
            polled = await consumer.getmany(timeout_ms=200, max_records=500)
            started = started or time.perf_counter()
            for message in (m for messages in polled.values() for m in messages):
                await take(Record.of(message))
                seen += 1
        return seen / (time.perf_counter() - started)


async def _take(connection: Any, received: Received) -> None:
    state = received.event.state.model_dump_json()  # type: ignore[union-attr]
    async with connection.transaction():
        if await connection.fetchval(INBOX, received.id):
            await connection.execute(ONE, received.key, received.sequence, state)


@asynccontextmanager
async def _reading(bootstrap: str, topic: Topic) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = new_consumer(bootstrap, f"bench.{new_id()}")
    consumer.subscribe([topic.name])
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


async def _empty(database_url: str) -> None:
    connection = await asyncpg.connect(plain_url(database_url))
    await connection.execute(TABLE)
    await connection.execute("TRUNCATE bench_view, inbox")
    await connection.close()
