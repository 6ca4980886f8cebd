"""Every record of the topics, read to their ends as an outsider would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from contracts.topics import Topic

Positions = dict[TopicPartition, int]


@asynccontextmanager
async def _reader(
    bootstrap: str, topics: Iterable[Topic]
) -> AsyncIterator[tuple[AIOKafkaConsumer, Positions]]:
    """A consumer without a group, and the ends at this moment."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        await consumer.start()
        partitions = [
            TopicPartition(topic.name, number) for topic in topics for number in range(topic.partitions)
        ]
        consumer.assign(partitions)
        yield consumer, await consumer.end_offsets(partitions)
    finally:
        await consumer.stop()


async def ends_of(bootstrap: str, topics: Iterable[Topic]) -> Positions:
    async with _reader(bootstrap, topics) as (_, ends):
        return ends


async def records_of(
    bootstrap: str, topics: Iterable[Topic], since: Positions | None = None
) -> list[ConsumerRecord]:
    """What stands on the topics now, in order within each partition; all of it, or from positions on."""
    found: list[ConsumerRecord] = []
    async with _reader(bootstrap, topics) as (consumer, ends):
        for partition in ends:
            consumer.seek(partition, (since or {}).get(partition, 0))
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            polled = await consumer.getmany(timeout_ms=500)
            found += [record for records in polled.values() for record in records]
    return found


async def send(bootstrap: str, topic: Topic, key: str, value: bytes, headers: dict[str, str]) -> None:
    """One record, acknowledged; as somebody would who does not know our rules."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        wire = [(name, text.encode()) for name, text in headers.items()]
        await producer.send_and_wait(topic.name, value, key.encode(), headers=wire)
    finally:
        await producer.stop()
