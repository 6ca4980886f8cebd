"""The outbox to Kafka: every row is sent at least once, per key in order, by one relay at a time.

A row leaves the table only after Kafka acknowledged it. A crash between the two sends it again; it is
never lost, and never overtaken by a later row of its key.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import orjson
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.producer.message_accumulator import BatchBuilder

from chassis.database import BROKEN_CONNECTION, plain_url
from chassis.failpoints import Failpoint, reached
from chassis.kafka import new_producer, partition_of
from chassis.outbox import as_sent
from chassis.pausing import pause
from chassis.telemetry import metrics, names, tracing
from chassis.telemetry.trouble import Trouble
from contracts.cloudevents import Headers, wire_headers

ACKNOWLEDGED = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
NEXT = """
    WITH gone AS (DELETE FROM outbox WHERE id = ANY($1::bigint[]))
    SELECT id, topic, aggregate_id, type, payload, headers FROM outbox
    WHERE id > $2 AND id <> ALL($1::bigint[]) ORDER BY id LIMIT $3
"""
# The relay only deletes what Kafka has acknowledged. A delete that a crash undoes is sent again, as promised,
# so the next rows need not wait until the disk has it. Whoever reads rows still waits for their own commit.
SESSION = {"application_name": "relay", "synchronous_commit": "off"}
LEADER_LOCK = "SELECT pg_try_advisory_lock(hashtext('kervan.relay'))"
TAKE_OVER_SECONDS = 0.5
RESTART_SECONDS = 1.0

log = structlog.get_logger()

Destination = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An outbox row as a record; ``stored`` is the trace that wrote it, ``sent`` that of its sending."""

    id: int
    type: str
    key: bytes
    value: bytes | None
    headers: Headers
    stored: str | None
    sent: str | None


@dataclass(frozen=True, slots=True)
class Published:
    """What Kafka acknowledged of some rows, and the first failure among the others."""

    acknowledged: list[int]
    failure: KafkaError | None


def outgoing(row: asyncpg.Record) -> Outgoing:
    found = orjson.loads(row["headers"])
    stored = found.get("traceparent")
    sent = tracing.child_traceparent(stored)
    if sent is not None:
        found["traceparent"] = sent
    return Outgoing(
        row["id"],
        row["type"],
        row["aggregate_id"].encode(),
        as_sent(row["payload"], row["aggregate_id"]),
        wire_headers(found),
        stored,
        sent,
    )


class Relay:
    """One per service database. Polling is the guarantee; ``wake`` only makes it prompt."""

    def __init__(
        self,
        database_url: str,
        bootstrap: str,
        *,
        service: str,
        wake: asyncio.Event,
        rows_max: int = 2000,
        poll_seconds: float = 0.1,
    ) -> None:
        self._database_url = plain_url(database_url)
        self._bootstrap = bootstrap
        self._service = service
        self._wake = wake
        self._rows_max = rows_max
        self._poll_seconds = poll_seconds
        self._trouble = Trouble(log, "relay.restarting", "relay.sending_again")

    async def run(self, stop: asyncio.Event) -> None:
        """Until ``stop``. After a lost connection or a fatal producer error it begins anew."""
        while not stop.is_set():
            try:
                async with self._leading(stop) as connection, self._producing() as producer:
                    await self._relay(connection, producer, stop)
            except (*BROKEN_CONNECTION, KafkaError) as error:
                self._trouble.lasts(error, detail=str(error)[:200])
                await pause(stop, RESTART_SECONDS)

    async def drain(self, connection: asyncpg.Connection, producer: AIOKafkaProducer) -> int:
        """Send until the outbox is empty; the number of rows acknowledged. Raises KafkaError.

        One statement deletes what was acknowledged and takes the next rows. While rows abound, PostgreSQL
        does that for the batch before as Kafka works on this one; otherwise it starts again at the oldest
        row, because a transaction that began earlier may commit later.
        """
        total, acknowledged = 0, list[int]()
        rows = await self._next(connection, [], 0)
        while rows or acknowledged:
            abound = len(rows) == self._rows_max
            if abound:
                published, rows = await asyncio.gather(
                    self._publish(rows, producer), self._next(connection, acknowledged, rows[-1]["id"])
                )
                acknowledged = published.acknowledged
            else:
                published = await self._publish(rows, producer)
                rows = await self._next(connection, acknowledged + published.acknowledged, 0)
                acknowledged = []
            total += len(published.acknowledged)
            if published.failure is not None:
                await connection.execute(ACKNOWLEDGED, acknowledged)
                raise published.failure
        return total

    async def _relay(
        self, connection: asyncpg.Connection, producer: AIOKafkaProducer, stop: asyncio.Event
    ) -> None:
        while not stop.is_set():
            self._wake.clear()
            sent = await self.drain(connection, producer)
            self._trouble.passed()
            if sent == 0:
                await self._sleep_until_woken(stop)

    async def _next(
        self, connection: asyncpg.Connection, acknowledged: list[int], after: int
    ) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await connection.fetch(NEXT, acknowledged, after, self._rows_max)
        if acknowledged:
            reached(Failpoint.RELAY_DELETED)
        return rows

    async def _publish(self, rows: Sequence[asyncpg.Record], producer: AIOKafkaProducer) -> Published:
        started = time.monotonic()
        destinations = await self._by_destination(rows, producer)
        reached(Failpoint.RELAY_TOOK)
        results = await asyncio.gather(
            *(
                _send_in_order(producer, *destination, records)
                for destination, records in destinations.items()
            )
        )
        acknowledged = [record.id for sent, _ in results for record in sent]
        if acknowledged:
            by_topic = Counter[str]()
            for (topic, _), (sent, _) in zip(destinations, results, strict=True):
                by_topic[topic] += len(sent)
            metrics.relay_published(by_topic, time.monotonic() - started)
        return Published(acknowledged, next((error for _, error in results if error is not None), None))

    async def _by_destination(
        self, rows: Sequence[asyncpg.Record], producer: AIOKafkaProducer
    ) -> dict[Destination, list[Outgoing]]:
        partitions = {t: len(await producer.partitions_for(t)) for t in {row["topic"] for row in rows}}
        found: dict[Destination, list[Outgoing]] = defaultdict(list)
        for row in rows:
            topic, record = row["topic"], outgoing(row)
            found[topic, partition_of(record.key, partitions[topic])].append(record)
        return found

    @asynccontextmanager
    async def _leading(self, stop: asyncio.Event) -> AsyncIterator[asyncpg.Connection]:
        """A connection that holds the relay's lock. It ends with the session, so a dead relay frees it."""
        connection = await asyncpg.connect(self._database_url, server_settings=SESSION)
        try:
            while not await connection.fetchval(LEADER_LOCK):
                await pause(stop, TAKE_OVER_SECONDS)
                if stop.is_set():
                    break
            yield connection
        finally:
            await connection.close(timeout=5)

    @asynccontextmanager
    async def _producing(self) -> AsyncIterator[AIOKafkaProducer]:
        producer = new_producer(self._bootstrap, f"{self._service}.relay")
        try:
            await producer.start()
            yield producer
        finally:
            await producer.stop()

    async def _sleep_until_woken(self, stop: asyncio.Event) -> None:
        waits = [asyncio.ensure_future(event.wait()) for event in (self._wake, stop)]
        await asyncio.wait(waits, timeout=self._poll_seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


async def _send_in_order(
    producer: AIOKafkaProducer, topic: str, partition: int, records: list[Outgoing]
) -> tuple[list[Outgoing], KafkaError | None]:
    """The records of one partition, batch after batch; the first failure ends it, so no key is overtaken."""
    sent = 0
    while sent < len(records):
        batch = producer.create_batch()
        taken = _fill(batch, records[sent:])
        started = time.time_ns()
        try:
            acknowledgement = await producer.send_batch(batch, topic, partition=partition)
            reached(Failpoint.RELAY_SENT)
            await acknowledgement
        except KafkaError as error:
            return records[:sent], error
        reached(Failpoint.RELAY_ACKNOWLEDGED)
        _trace(records[sent : sent + taken], topic, started)
        sent += taken
    return records, None


def _fill(batch: BatchBuilder, records: Sequence[Outgoing]) -> int:
    """Append records until the batch is full; how many went in (at least one)."""
    for count, record in enumerate(records):
        if batch.append(timestamp=None, key=record.key, value=record.value, headers=record.headers) is None:
            return count
    return len(records)


def _trace(records: Sequence[Outgoing], topic: str, started: int) -> None:
    finished = time.time_ns()
    for record in records:
        if tracing.is_sampled(record.stored):
            attributes = {
                names.MESSAGING_SYSTEM: names.KAFKA,
                names.DESTINATION: topic,
                names.EVENT_TYPE: record.type,
            }
            tracing.record_span(
                f"{names.PUBLISH} {topic}",
                record.stored,
                started,
                finished,
                attributes,
                traceparent=record.sent,
            )
