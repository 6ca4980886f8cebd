"""latency_vs_floor: commit in a service to the row visible in the gateway's view, at 300 events a second.

Ours: a use case's transaction with its outbox row, relay, Kafka, the gateway's own projection of mirrors and
wide views. The floor has none of our code: commit, produce, consume, upsert of one table. On both sides
writer and reader are processes of their own; Linux's monotonic clock is the same in both.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from sqlalchemy import text

from chassis.clock import utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.record import Record
from chassis.consuming.runtime import ConsumerGroup
from chassis.database import create_engine, plain_url
from chassis.ids import new_id
from chassis.process import settle_memory
from chassis.relay import Relay
from chassis.work import Transactions, UnitOfWork
from gateway.views.projection import PROJECTION
from tests.bench.events.payloads import mobility_planned

RATE = 300
SECONDS = 10
WARM_UP_SECONDS = 2

FLOOR_TOPIC = "bench.floor"

Times = dict[str, float]


async def p_milliseconds(
    service_url: str, gateway_url: str, bootstrap: str, folder: Path, side: str
) -> tuple[float, float]:
    """One round of one side: (p50, p99) in milliseconds. Raises when an event never arrived."""
    for name in ("ready", "stop", "read.json", "written.json"):
        (folder / name).unlink(missing_ok=True)
    reader = await _start(f"read-{side}", gateway_url, bootstrap, folder)
    await _until((folder / "ready").exists)
    writer = await _start(f"write-{side}", service_url, bootstrap, folder)
    assert await writer.wait() == 0
    written: Times = json.loads((folder / "written.json").read_text())
    await asyncio.sleep(1)
    (folder / "stop").touch()
    assert await reader.wait() == 0
    read: Times = json.loads((folder / "read.json").read_text())
    delays = sorted((read[key] - at) * 1000 for key, at in written.items())
    return delays[len(delays) // 2], delays[int(len(delays) * 0.99)]


async def _start(part: str, database_url: str, bootstrap: str, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.events.latency", part, database_url, bootstrap, str(folder)
    )


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110  another process has no bell
            await asyncio.sleep(0.02)


async def _paced(write: Callable[[], Awaitable[str]]) -> Times:
    """RATE writes a second whatever the last one took; when each was committed, without the warm-up."""
    committed: Times = {}
    started = time.monotonic()

    async def one(n: int) -> None:
        key = await write()
        if n >= RATE * WARM_UP_SECONDS:
            committed[key] = time.monotonic()

    async with asyncio.TaskGroup() as group:
        for n in range(RATE * (WARM_UP_SECONDS + SECONDS)):
            await asyncio.sleep(max(0.0, started + n / RATE - time.monotonic()))
            group.create_task(one(n))
    return committed


async def _write_ours(database_url: str, bootstrap: str, folder: Path) -> None:
    engine = create_engine(database_url, pool_size=8)
    transactions = Transactions(engine, UnitOfWork, source="bench")
    relay = Relay(database_url, bootstrap, service="bench", wake=transactions.committed)
    stop = asyncio.Event()
    relaying = asyncio.create_task(relay.run(stop))
    await asyncio.sleep(1)

    async def write() -> str:
        event = mobility_planned()
        async with transactions.begin() as work:
            await work.connection.execute(text("INSERT INTO counter VALUES (:id, 1)"), {"id": event.key})
            work.outbox.add(event)
        return str(event.key)

    _save(folder / "written.json", await _paced(write))
    await asyncio.sleep(1)
    stop.set()
    await relaying
    await engine.dispose()


async def _write_floor(database_url: str, bootstrap: str, folder: Path) -> None:
    pool = await asyncpg.create_pool(plain_url(database_url), min_size=8, max_size=8)
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    sending = []

    async def write() -> str:
        event = mobility_planned()
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO counter VALUES ($1, 1)", event.key)
        value, key = event.model_dump_json().encode(), str(event.key)
        sending.append(await producer.send(FLOOR_TOPIC, value, key.encode()))
        return key

    _save(folder / "written.json", await _paced(write))
    await asyncio.gather(*sending)
    await producer.stop()
    await pool.close()


class _Stamping(Delivery[UnitOfWork]):
    """Delivers, then notes the time for every key: its row is committed."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.seen: Times = {}

    async def deliver(self, records: Sequence[Record]) -> None:
        await super().deliver(records)
        now = time.monotonic()
        self.seen |= {record.key: now for record in records}


async def _read_ours(database_url: str, bootstrap: str, folder: Path) -> None:
    engine = create_engine(database_url, pool_size=4)
    transactions = Transactions(engine, UnitOfWork, source="bench")
    stamping = _Stamping(PROJECTION, transactions, clock=utc_now, parked_keys_max=1)
    group: ConsumerGroup[UnitOfWork] = ConsumerGroup(PROJECTION, stamping, bootstrap=bootstrap)
    stop = asyncio.Event()
    task = asyncio.create_task(group.run(stop))
    await _until(lambda: group.progress.lag == 0)
    (folder / "ready").touch()
    await _until_long((folder / "stop").exists)
    stop.set()
    await task
    _save(folder / "read.json", stamping.seen)
    await engine.dispose()


FLOOR_UPSERT = """
    INSERT INTO bench_floor SELECT * FROM unnest($1::uuid[], $2::jsonb[])
    ON CONFLICT (id) DO UPDATE SET state = excluded.state
"""


async def _read_floor(database_url: str, bootstrap: str, folder: Path) -> None:
    connection = await asyncpg.connect(plain_url(database_url))
    await connection.execute("CREATE TABLE IF NOT EXISTS bench_floor (id uuid PRIMARY KEY, state jsonb)")
    consumer = AIOKafkaConsumer(
        FLOOR_TOPIC,
        bootstrap_servers=bootstrap,
        group_id=f"floor.{new_id()}",
        enable_auto_commit=False,
        auto_offset_reset="latest",
    )
    await consumer.start()
    await consumer.getmany(timeout_ms=1000)
    (folder / "ready").touch()
    seen: Times = {}
    while not (folder / "stop").exists():
        polled = await consumer.getmany(timeout_ms=200, max_records=1000)
        messages = {m.key.decode(): m.value.decode() for ms in polled.values() for m in ms}
        if messages:
            await connection.execute(FLOOR_UPSERT, list(messages), list(messages.values()))
            now = time.monotonic()
            seen |= dict.fromkeys(messages, now)
            await consumer.commit()
    await consumer.stop()
    await connection.close()
    _save(folder / "read.json", seen)


async def _until_long(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS + 60):
        while not condition():  # noqa: ASYNC110  another process has no bell
            await asyncio.sleep(0.1)


def _save(path: Path, times: Times) -> None:
    path.write_text(json.dumps(times))


PARTS = {
    "write-ours": _write_ours,
    "write-floor": _write_floor,
    "read-ours": _read_ours,
    "read-floor": _read_floor,
}

if __name__ == "__main__":
    settle_memory()
    uvloop.run(PARTS[sys.argv[1]](sys.argv[2], sys.argv[3], Path(sys.argv[4])))
