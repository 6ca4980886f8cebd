"""After a restore: what the topics know and the tables do not is lifted from the topics.

Events carry an aggregate's whole public state, so the newest record of a key is its row, where the service
says how (``Service.lifts``). What the topics do not know is gone: stored answers, parked records. Inputs
since the restored point are read again; the restored inbox does not know them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from sqlalchemy import delete

from chassis.ahead import Ahead, Said, ahead_of_tables, newest_said, own_topics, sequence_of
from chassis.kafka import new_consumer, stop_consumer
from chassis.outbox import OUTBOX
from chassis.service import Service
from chassis.work import Transactions, UnitOfWork

W = TypeVar("W", bound=UnitOfWork)


class NotLiftable(Exception):
    """The service keeps more of these aggregates than it says of them: lifting would invent the rest."""


async def compare(
    service: Service[W], transactions: Transactions[W], bootstrap: str
) -> tuple[Said, list[Ahead]]:
    """All of the service's topics against its tables."""
    said = await newest_said(bootstrap, own_topics(service))
    return said, await ahead_of_tables(service, transactions, said)


async def reconcile(
    service: Service[W], transactions: Transactions[W], bootstrap: str, since: datetime
) -> int:
    """Lift what is ahead, in one transaction, and let the groups read again since then; how many aggregates.

    ``since`` is an instant before the restored point. Raises NotLiftable, and KafkaError while a process of
    the service still reads.
    """
    said, ahead = await compare(service, transactions, bootstrap)
    if missing := {one.topic for one in ahead} - {topic.name for topic in service.lifts}:
        raise NotLiftable(f"{service.name} cannot lift {', '.join(sorted(missing))}")
    for handler in service.handlers:
        names = [(topic.name, topic.partitions) for topic in handler.topics]
        await _read_again(bootstrap, handler.group, names, since)
    async with transactions.begin() as work:
        await _drop_sent(work, said)
        await _lift(service, work, said, ahead)
    return len(ahead)


async def _lift(service: Service[W], work: W, said: Said, ahead: Sequence[Ahead]) -> None:
    """Topic by topic in the service's order: rows may refer to each other."""
    for topic, lift in service.lifts.items():
        mine = [said[topic.name, one.key] for one in ahead if one.topic == topic.name]
        await lift(work, [record.decode().event for record in mine])


async def _drop_sent(work: UnitOfWork, said: Said) -> None:
    """What the restored outbox would send a second time, behind what was said since."""
    for (topic, key), record in said.items():
        sent = (OUTBOX.c.topic == topic, OUTBOX.c.aggregate_id == str(key))
        await work.connection.execute(delete(OUTBOX).where(*sent, OUTBOX.c.sequence <= sequence_of(record)))


async def _read_again(bootstrap: str, group: str, topics: Sequence[tuple[str, int]], since: datetime) -> None:
    consumer: AIOKafkaConsumer = new_consumer(bootstrap, group)
    try:
        await consumer.start()
        partitions = [TopicPartition(name, number) for name, count in topics for number in range(count)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        wanted = dict.fromkeys(partitions, int(since.timestamp() * 1000))
        found: dict[TopicPartition, Any] = await consumer.offsets_for_times(wanted)
        await consumer.commit({at: found[at].offset if found.get(at) else ends[at] for at in partitions})
    finally:
        await stop_consumer(consumer)
