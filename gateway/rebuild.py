"""Views from nothing, built beside those that serve and switched when they have caught up.

Blue serves, and the live consumer keeps it up to date. Green is built from all that the topics hold, batch by
batch, in tables of the same names in a schema of its own. The switch is one transaction under the writers'
lock: green takes in the last records, then what differs is written into blue. Readers have blue until that
commits and wait for nothing; subscribers and the live consumer wait for the switch alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.consuming.parking import parked_keys
from chassis.consuming.projection import Projection
from chassis.consuming.record import Record
from chassis.failpoints import Failpoint, reached
from chassis.kafka import stop_consumer
from gateway.views.announcing import announce
from gateway.views.catalogue import EVERYTHING, VIEWS
from gateway.views.changes import CHANGE_CLOCK, CHANGES, begin_anew
from gateway.views.mirrors import MIRRORS
from gateway.views.progress import TOPIC_PROGRESS
from gateway.views.projection import ONE_AT_A_TIME, PROJECTION, take_in

RECORDS_MAX = 250
"""In a transaction. The live consumer waits for one of them at a time."""
POLL_MS = 500
LAPS_MAX = 20
"""Whoever writes faster than green is built would be chased for ever; then the switch takes longer."""

BLUE, GREEN = "public", "views_green"
SERVING: tuple[Table, ...] = (*(mirror.table for mirror in MIRRORS), *(view.table for view in VIEWS))
ASIDE = (CHANGES, CHANGE_CLOCK, TOPIC_PROGRESS)
"""Written on the way, of no use afterwards: what blue has of them is true."""

ALONE = text("SELECT pg_try_advisory_lock(hashtext('kervan.gateway.rebuild'))")
UNBOUNDED = (text("SET LOCAL statement_timeout = 0"), text("SET LOCAL lock_timeout = 0"))
IN_GREEN = text(f"SET LOCAL search_path TO {GREEN}, {BLUE}")
IN_BLUE = text("SET LOCAL search_path TO DEFAULT")
WIPE = text(f"DROP SCHEMA IF EXISTS {GREEN} CASCADE")
COLUMNS = text("""
    SELECT attname FROM pg_attribute
    WHERE attrelid = CAST(:table AS regclass) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
""")


class AnotherRebuild(Exception):
    """Somebody builds already."""


async def rebuild(engine: AsyncEngine, bootstrap: str, projection: Projection = PROJECTION) -> int:
    """Build every view again from every record up to now, but keep the ids of the erased; how many records.

    Parked keys stay out, as they are for the consumer. Interrupted, it leaves blue as it was.
    Raises AnotherRebuild, and Undecodable at a record that should be parked.
    """
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        await consumer.start()
        async with _alone(engine):
            await _prepare(engine)
            reached(Failpoint.REBUILD_EMPTIED)
            await _read_from_the_beginning(consumer, projection)
            taken_in = await _catch_up(engine, consumer, projection)
            return taken_in + await _switch(engine, consumer, projection)
    finally:
        await stop_consumer(consumer)


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncIterator[None]:
    """The lock ends with the connection, whatever becomes of this process."""
    async with engine.connect() as holder:
        if not (await holder.execute(ALONE)).scalar_one():
            raise AnotherRebuild("the views are being rebuilt already")
        try:
            yield
        finally:
            await holder.invalidate()


@asynccontextmanager
async def _green(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction in which every table of the views is green's."""
    async with engine.begin() as connection:
        for setting in (*UNBOUNDED, IN_GREEN):
            await connection.execute(setting)
        yield connection


async def _prepare(engine: AsyncEngine) -> None:
    """Empty tables as blue's are. What was erased is known from the start: compaction drops tombstones."""
    async with engine.begin() as connection:
        for statement in (*UNBOUNDED, WIPE, text(f"CREATE SCHEMA {GREEN}")):
            await connection.execute(statement)
        for table in (*SERVING, *ASIDE):
            like = f"CREATE TABLE {GREEN}.{table.name} (LIKE {BLUE}.{table.name} INCLUDING ALL)"
            await connection.execute(text(like))
        for mirror in MIRRORS:
            name = mirror.table.name
            erased = f"INSERT INTO {GREEN}.{name} SELECT * FROM {BLUE}.{name} WHERE state IS NULL"
            await connection.execute(text(erased))


async def _read_from_the_beginning(consumer: AIOKafkaConsumer, projection: Projection) -> None:
    partitions = [
        TopicPartition(topic.name, number)
        for topic in projection.topics
        for number in range(topic.partitions)
    ]
    consumer.assign(partitions)
    await consumer.seek_to_beginning(*partitions)


async def _catch_up(engine: AsyncEngine, consumer: AIOKafkaConsumer, projection: Projection) -> int:
    """Lap after lap to what was then the end, until a lap is short."""
    total = 0
    for _ in range(LAPS_MAX):
        lap = 0
        async for records in _up_to_the_end(consumer):
            async with _green(engine) as connection:
                lap += await _take_in(connection, projection, records)
                reached(Failpoint.REBUILD_CONTINUES)
        total += lap
        if lap < RECORDS_MAX:
            break
    return total


async def _switch(engine: AsyncEngine, consumer: AIOKafkaConsumer, projection: Projection) -> int:
    async with _green(engine) as connection:
        await connection.execute(ONE_AT_A_TIME)
        last = 0
        async for records in _up_to_the_end(consumer):
            last += await _take_in(connection, projection, records)
        await connection.execute(IN_BLUE)
        for table in SERVING:
            await _bring_over(connection, table)
        await begin_anew(connection)
        await announce(connection, EVERYTHING)
        await connection.execute(WIPE)
        reached(Failpoint.REBUILD_TOLD)
        return last


async def _bring_over(connection: AsyncConnection, table: Table) -> None:
    """Make blue's rows those of green, writing only what differs: usually next to nothing."""
    blue, green = f"{BLUE}.{table.name}", f"{GREEN}.{table.name}"
    names = [f'"{name}"' for name in (await connection.execute(COLUMNS, {"table": blue})).scalars()]
    columns = ", ".join(names)
    taken = ", ".join(f"{name} = excluded.{name}" for name in names)
    ours, theirs = (", ".join(f"{side}.{name}" for name in names) for side in ("blue", "green"))
    gone = (
        f"DELETE FROM {blue} AS blue WHERE NOT EXISTS (SELECT FROM {green} AS green WHERE green.id = blue.id)"
    )
    differing = f"""
        INSERT INTO {blue} ({columns})
        SELECT {theirs} FROM {green} AS green LEFT JOIN {blue} AS blue USING (id)
        WHERE blue.id IS NULL OR ROW({ours}) IS DISTINCT FROM ROW({theirs})
        ON CONFLICT (id) DO UPDATE SET {taken}
    """
    for statement in (gone, differing):
        await connection.execute(text(statement))


async def _up_to_the_end(consumer: AIOKafkaConsumer) -> AsyncIterator[list[Record]]:
    """Records up to what is the end now."""
    ends: Mapping[TopicPartition, int] = await consumer.end_offsets(list(consumer.assignment()))
    while await _behind(consumer, ends):
        polled = await consumer.getmany(timeout_ms=POLL_MS, max_records=RECORDS_MAX)
        if records := [Record.of(message) for messages in polled.values() for message in messages]:
            yield records


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
