"""relay_vs_raw_send: outbox rows to acknowledged and deleted, against bare ``send`` of the same records."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import asyncpg
import orjson
from aiokafka import AIOKafkaProducer
from sqlalchemy import text

from chassis.database import create_engine, plain_url
from chassis.kafka import new_producer
from chassis.relay import Relay
from chassis.work import Transactions, UnitOfWork
from contracts.cloudevents import Headers, wire_headers
from tests.bench.events.payloads import mobility_planned

EVENTS = 20_000
IN_FLIGHT = 5_000


@dataclass(frozen=True)
class Prepared:
    topic: str
    key: bytes
    value: bytes
    headers: Headers


async def events_a_second(database_url: str, bootstrap: str) -> tuple[float, float]:
    """One round: (ours, bare)."""
    await _fill_outbox(database_url)
    prepared = await _prepared(database_url)
    return await _relayed(database_url, bootstrap), await _sent_bare(bootstrap, prepared)


async def _fill_outbox(database_url: str) -> None:
    engine = create_engine(database_url, pool_size=2)
    transactions = Transactions(engine, UnitOfWork, source="bench")
    async with transactions.begin() as work:
        await work.connection.execute(text("TRUNCATE outbox"))
        work.outbox.add(*(mobility_planned() for _ in range(EVENTS)))
    async with engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text("VACUUM ANALYZE outbox"))
    await engine.dispose()


async def _prepared(database_url: str) -> list[Prepared]:
    connection = await asyncpg.connect(plain_url(database_url))
    rows = await connection.fetch("SELECT topic, aggregate_id, payload, headers FROM outbox ORDER BY id")
    await connection.close()
    return [
        Prepared(
            row["topic"],
            row["aggregate_id"].encode(),
            row["payload"],
            wire_headers(orjson.loads(row["headers"])),
        )
        for row in rows
    ]


async def _relayed(database_url: str, bootstrap: str) -> float:
    relay = Relay(database_url, bootstrap, service="bench", wake=asyncio.Event())
    connection = await asyncpg.connect(plain_url(database_url))
    producer = new_producer(bootstrap, "bench.relay")
    await producer.start()
    started = time.perf_counter()
    sent = await relay.drain(connection, producer)
    seconds = time.perf_counter() - started
    await producer.stop()
    await connection.close()
    return sent / seconds


async def _sent_bare(bootstrap: str, prepared: list[Prepared]) -> float:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    started = time.perf_counter()
    for at in range(0, len(prepared), IN_FLIGHT):
        futures = [
            await producer.send(record.topic, record.value, record.key, headers=record.headers)
            for record in prepared[at : at + IN_FLIGHT]
        ]
        await asyncio.gather(*futures)
    seconds = time.perf_counter() - started
    await producer.stop()
    return len(prepared) / seconds
