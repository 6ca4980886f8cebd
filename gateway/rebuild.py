"""Views from nothing: all that the topics hold, read again in one transaction that readers see at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.consuming.parking import parked_keys
from chassis.consuming.projection import Projection
from chassis.consuming.record import Record
from chassis.failpoints import Failpoint, reached
from gateway.views.announcing import announce
from gateway.views.catalogue import EVERYTHING, VIEWS
from gateway.views.changes import begin_anew
from gateway.views.mirrors import MIRRORS
from gateway.views.projection import ONE_AT_A_TIME, PROJECTION, take_in

RECORDS_MAX = 2000
POLL_MS = 500

UNBOUNDED = (text("SET LOCAL statement_timeout = 0"), text("SET LOCAL lock_timeout = 0"))


async def rebuild(engine: AsyncEngine, bootstrap: str, projection: Projection = PROJECTION) -> int:
    """Forget every row but the ids of the erased, and take in every record up to now; how many.

    The live consumer waits at the same lock and goes on afterwards; what it brings twice changes nothing.
    Parked keys stay out, as they are for the consumer. Raises Undecodable at a record that should be parked.
    """
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        async with engine.begin() as connection:
            for setting in UNBOUNDED:
                await connection.execute(setting)
            await connection.execute(ONE_AT_A_TIME)
            await _empty(connection)
            reached(Failpoint.REBUILD_EMPTIED)
            taken_in = await _replay(connection, consumer, projection)
            await begin_anew(connection)
            await announce(connection, EVERYTHING)
            reached(Failpoint.REBUILD_TOLD)
            return taken_in
    finally:
        await consumer.stop()


async def _empty(connection: AsyncConnection) -> None:
    """A compacted topic forgets its tombstones after a while; what was erased must stay erased."""
    for view in VIEWS:
        await connection.execute(delete(view.table))
    for mirror in MIRRORS:
        await connection.execute(delete(mirror.table).where(mirror.table.c.state.is_not(None)))


async def _replay(connection: AsyncConnection, consumer: AIOKafkaConsumer, projection: Projection) -> int:
    partitions = [
        TopicPartition(topic.name, number)
        for topic in projection.topics
        for number in range(topic.partitions)
    ]
    consumer.assign(partitions)
    await consumer.seek_to_beginning(*partitions)
    ends: Mapping[TopicPartition, int] = await consumer.end_offsets(partitions)
    total = 0
    while await _behind(consumer, ends):
        polled = await consumer.getmany(timeout_ms=POLL_MS, max_records=RECORDS_MAX)
        records = [Record.of(message) for messages in polled.values() for message in messages]
        if records:
            total += await _take_in(connection, projection, records)
            reached(Failpoint.REBUILD_CONTINUES)
    return total


async def _take_in(connection: AsyncConnection, projection: Projection, records: Sequence[Record]) -> int:
    parked = await parked_keys(connection, projection.group, records)
    free = [record.decode() for record in records if (record.topic, record.key) not in parked]
    await take_in(connection, free)
    return len(free)


async def _behind(consumer: AIOKafkaConsumer, ends: Mapping[TopicPartition, int]) -> bool:
    """Positions move past what compaction removed, so they are compared, not counted."""
    for partition, end in ends.items():
        if await consumer.position(partition) < end:
            return True
    return False
