"""A database behind its own topics was restored to an earlier point, and must not go on from there.

Versions are drawn from the tables. Going on, a service would give out once more versions that everybody has
seen with another state: views and reactors would keep the first, and nobody would say a word. So a process
that writes compares the ends of its topics with its tables before it begins, and ends when they tell of more.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import func, select

from chassis.consuming.record import Record
from chassis.kafka import stop_consumer
from chassis.outbox import OUTBOX
from chassis.service import Service
from chassis.work import Transactions, UnitOfWork
from contracts.topics import TOPICS, Topic

W = TypeVar("W", bound=UnitOfWork)

LOOKED_AT_BEFORE_START = 10
"""Records at the end of each partition: one command after the restored point is seen in at least one."""
POLL_MS = 500

Said = Mapping[tuple[str, UUID], Record]
"""The newest record of every key, by topic and key."""


class BehindItsTopics(Exception):
    """Says how many aggregates, one of them, and what to do."""

    def __init__(self, service: str, ahead: Sequence[Ahead]) -> None:
        first = ahead[0]
        super().__init__(
            f"{len(ahead)} aggregates of {service} are further on its topics than in its tables, first"
            f" {first.topic} {first.key}: version {first.said} there, {first.own} here. The database was"
            " restored to an earlier point: see docs/runbook/restored-backup.md · Veritabanı eski bir ana"
            " geri yüklenmiş: docs/runbook/restored-backup.md"
        )


@dataclass(frozen=True, slots=True)
class Ahead:
    """``own`` is None for an aggregate that the tables do not have."""

    topic: str
    key: UUID
    said: int
    own: int | None


def own_topics(service: Service[Any]) -> tuple[Topic, ...]:
    return tuple(topic for topic in TOPICS if topic.owner == service.name)


async def require_not_behind(service: Service[W], transactions: Transactions[W], bootstrap: str) -> None:
    """Raises BehindItsTopics. A process that says nothing (the gateway) owns no topic."""
    topics = own_topics(service)
    if not (topics and service.snapshots):
        return
    said = await newest_said(bootstrap, topics, LOOKED_AT_BEFORE_START)
    if suspected := await ahead_of_tables(service, transactions, said):
        # an old record that was sent again lies behind the erasure that overtook it: all of the topic decides
        everything = await newest_said(bootstrap, topics)
        said = {place: everything[place] for place in ((one.topic, one.key) for one in suspected)}
        if found := await ahead_of_tables(service, transactions, said):
            raise BehindItsTopics(service.name, found)


async def newest_said(bootstrap: str, topics: Iterable[Topic], at_most: int | None = None) -> Said:
    """The newest record of every key, from all there is, or from ``at_most`` at the end of each partition."""
    newest: dict[tuple[str, UUID], Record] = {}
    async for record in _records(bootstrap, topics, at_most):
        known = newest.get(place := (record.topic, UUID(record.key)))
        if known is None or sequence_of(known) <= sequence_of(record):
            newest[place] = record
    return newest


def sequence_of(record: Record) -> int:
    return int(record.header("ce_sequence") or 0)


async def ahead_of_tables(service: Service[W], transactions: Transactions[W], said: Said) -> list[Ahead]:
    """Aggregates whose newest record is newer than their row; an erased one that still has a row is, too."""
    found = []
    for (topic, key), record in said.items():
        own, version = await _own_version(service, transactions, topic, key), sequence_of(record)
        if (own is None and record.value is not None) or (own is not None and own < version):
            found.append(Ahead(topic, key, version, own))
    return found


async def _own_version(
    service: Service[W], transactions: Transactions[W], topic: str, key: UUID
) -> int | None:
    """In a transaction of its own: reading a snapshot locks the row. What waits to be sent is known, too."""
    waiting = select(func.max(OUTBOX.c.sequence)).where(
        OUTBOX.c.topic == topic, OUTBOX.c.aggregate_id == str(key)
    )
    async with transactions.begin() as work:
        versions = [(await work.connection.execute(waiting)).scalar()]
        for snapshot in service.snapshots:
            (event, *_) = [*await snapshot(work, UUID(int=key.int - 1), 1), None]
            if event is not None and event.key == key and event.TOPIC.name == topic:
                versions.append(event.sequence)
    return max((version for version in versions if version is not None), default=None)


async def _records(bootstrap: str, topics: Iterable[Topic], at_most: int | None) -> AsyncIterator[Record]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        await consumer.start()
        partitions = [TopicPartition(t.name, number) for t in topics for number in range(t.partitions)]
        consumer.assign(partitions)
        begins, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
        for at in partitions:
            consumer.seek(at, begins[at] if at_most is None else max(begins[at], ends[at] - at_most))
        while [at for at in partitions if await consumer.position(at) < ends[at]]:
            for messages in (await consumer.getmany(timeout_ms=POLL_MS)).values():
                for message in messages:
                    yield Record.of(message)
    finally:
        await stop_consumer(consumer)
