"""Parking: a record that cannot be handled waits here with its key; other keys go on.

A parked key keeps its order: later records of it park behind the first, until ``replay`` has handled them all
or somebody discards them. A row lock on the key decides between a replay and the consumer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    Row,
    Table,
    Text,
    and_,
    delete,
    func,
    literal,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.consuming.record import Record
from chassis.database import new_metadata
from chassis.sealed import keyring
from contracts.topics import TOPICS

METADATA = new_metadata()

PARKED_KEY = Table(
    "parked_key",
    METADATA,
    Column("consumer_group", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("parked_at", DateTime(timezone=True), server_default=func.now()),
)

PARKED_RECORD = Table(
    "parked_record",
    METADATA,
    Column("consumer_group", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("key", Text, nullable=False),
    Column("record_key", LargeBinary),
    Column("value", LargeBinary),
    Column("headers", JSONB, nullable=False),
    Column("error", Text, nullable=False),
    Column("traceparent", Text),
    Column("parked_at", DateTime(timezone=True), server_default=func.now()),
)

LOCK_PARKED = text("""
    SELECT topic, key FROM parked_key
    WHERE consumer_group = :consumer_group
      AND (topic, key) IN (SELECT * FROM unnest(CAST(:topics AS text[]), CAST(:keys AS text[])))
    ORDER BY topic, key FOR UPDATE
""")

SEALED_AS = "parked_record.value"
PERSONAL = frozenset(topic.name for topic in TOPICS if topic.personal)
BEHIND = "an earlier record of this key is parked"
ERROR_CHARACTERS_MAX = 2000
RECENT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ParkedKey:
    """One key that waits, for the operator's list."""

    group: str
    topic: str
    key: str
    records: int
    error: str
    parked_at: datetime


async def parked_keys(
    connection: AsyncConnection, group: str, records: Iterable[Record]
) -> set[tuple[str, str]]:
    """Which (topic, key) of ``records`` are parked, locked until the transaction ends."""
    topics, keys = zip(*{(record.topic, record.key) for record in records}, strict=True)
    asked = {"consumer_group": group, "topics": list(topics), "keys": list(keys)}
    return {(row.topic, row.key) for row in await connection.execute(LOCK_PARKED, asked)}


async def park(connection: AsyncConnection, group: str, record: Record, error: str) -> None:
    """Put the record, and with it its key, aside. A second delivery of the same record changes nothing."""
    key = {"consumer_group": group, "topic": record.topic, "key": record.key}
    await connection.execute(insert(PARKED_KEY).values(key).on_conflict_do_nothing())
    row = key | {
        "partition": record.partition,
        "offset": record.offset,
        "record_key": record.raw_key,
        "value": _at_rest(record),
        "headers": {name: raw.decode("utf-8", "replace") for name, raw in record.headers},
        "error": error[:ERROR_CHARACTERS_MAX].replace("\x00", ""),
        "traceparent": record.header("traceparent"),
    }
    await connection.execute(insert(PARKED_RECORD).values(row).on_conflict_do_nothing())


async def parked_recently(connection: AsyncConnection, group: str) -> int:
    """How many keys the group parked in the last ten minutes."""
    recent = and_(PARKED_KEY.c.consumer_group == group, PARKED_KEY.c.parked_at > func.now() - RECENT)
    return int((await connection.execute(select(func.count()).where(recent))).scalar_one())


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """Parked keys by group."""
    statement = select(PARKED_KEY.c.consumer_group, func.count()).group_by(PARKED_KEY.c.consumer_group)
    return {row[0]: row[1] for row in await connection.execute(statement)}


async def erasures(connection: AsyncConnection) -> dict[str, datetime]:
    """By group, since when the oldest parked erasure of a person waits."""
    row = PARKED_RECORD.c
    erasure = and_(row.topic.in_(PERSONAL), row.value.is_(None))
    oldest = select(row.consumer_group, func.min(row.parked_at)).where(erasure).group_by(row.consumer_group)
    return {found[0]: found[1] for found in await connection.execute(oldest)}


async def list_keys(
    connection: AsyncConnection, group: str | None, key: str | None = None
) -> list[ParkedKey]:
    """Parked keys, oldest first, with their first error and how many records wait.

    All of them: what is not listed can be neither replayed nor discarded. Too many never park at once.
    """
    record = PARKED_RECORD
    first_error = (
        select(record.c.error)
        .where(_same_key(record, PARKED_KEY))
        .order_by(record.c.partition, record.c.offset)
        .limit(1)
        .scalar_subquery()
    )
    waiting = select(func.count()).where(_same_key(record, PARKED_KEY)).scalar_subquery()
    statement = select(PARKED_KEY, waiting.label("records"), first_error.label("error"))
    if group is not None:
        statement = statement.where(PARKED_KEY.c.consumer_group == group)
    if key is not None:
        statement = statement.where(PARKED_KEY.c.key == key)
    rows = await connection.execute(statement.order_by(PARKED_KEY.c.parked_at))
    return [
        ParkedKey(row.consumer_group, row.topic, row.key, row.records, row.error or "", row.parked_at)
        for row in rows
    ]


async def lock_records(
    connection: AsyncConnection, key: ParkedKey, limit: int | None = None
) -> list[tuple[Record, str]]:
    """The key's records in order, or the first of them, each with its error; the key stays locked."""
    await connection.execute(select(PARKED_KEY).where(_is_key(PARKED_KEY, key)).with_for_update())
    statement = (
        select(PARKED_RECORD)
        .where(_is_key(PARKED_RECORD, key))
        .order_by(PARKED_RECORD.c.partition, PARKED_RECORD.c.offset)
        .limit(limit)
    )
    return [(_record(row), row.error) for row in await connection.execute(statement)]


async def release(connection: AsyncConnection, group: str, records: Sequence[Record]) -> None:
    """Forget handled or discarded records, and their keys when nothing of them waits any more."""
    positions = [(r.topic, r.partition, r.offset) for r in records]
    row = PARKED_RECORD.c
    mine = and_(row.consumer_group == group, tuple_(row.topic, row.partition, row.offset).in_(positions))
    await connection.execute(delete(PARKED_RECORD).where(mine))
    empty = ~select(PARKED_RECORD).where(_same_key(PARKED_RECORD, PARKED_KEY)).exists()
    keys = tuple_(PARKED_KEY.c.topic, PARKED_KEY.c.key).in_([(r.topic, r.key) for r in records])
    await connection.execute(delete(PARKED_KEY).where(PARKED_KEY.c.consumer_group == group, keys, empty))


async def forget_key(connection: AsyncConnection, topic: str, key: str) -> None:
    """Drop everything parked of a key, in every group: for the erasure of a person."""
    for table in (PARKED_RECORD, PARKED_KEY):
        await connection.execute(delete(table).where(table.c.topic == topic, table.c.key == key))


async def forget_mentions(connection: AsyncConnection, identity: UUID) -> None:
    """Drop parked records of any key that name ``identity``, and keys of which nothing waits any more.

    For the erasure of a person, where the service owes nobody the effect of such a record.
    """
    name = literal(str(identity).encode(), LargeBinary)
    mentioned = func.position(name.op("IN")(PARKED_RECORD.c.value)) > 0
    await connection.execute(delete(PARKED_RECORD).where(mentioned))
    empty = ~select(PARKED_RECORD).where(_same_key(PARKED_RECORD, PARKED_KEY)).exists()
    await connection.execute(delete(PARKED_KEY).where(empty))


def _same_key(one: Table, other: Table) -> Any:
    return and_(*(one.c[name] == other.c[name] for name in ("consumer_group", "topic", "key")))


def _is_key(table: Table, key: ParkedKey) -> Any:
    return and_(table.c.consumer_group == key.group, table.c.topic == key.topic, table.c.key == key.key)


def _record(row: Row[Any]) -> Record:
    headers = tuple((name, text.encode()) for name, text in row.headers.items())
    value = _as_received(row)
    return Record(row.topic, row.partition, row.offset, row.key, row.record_key, value, headers)


def _at_rest(record: Record) -> bytes | None:
    """What is known of a person waits sealed."""
    if not record.value or record.topic not in PERSONAL:
        return record.value
    return keyring().seal_bytes(record.value, SEALED_AS, record.key)


def _as_received(row: Row[Any]) -> bytes | None:
    value: bytes | None = row.value
    if not value or row.topic not in PERSONAL:
        return value
    return keyring().open_bytes(value, SEALED_AS, row.key)
