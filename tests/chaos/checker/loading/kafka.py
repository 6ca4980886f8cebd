"""Kafka's log from the first offset to the present end, every topic, as it stands there."""

from __future__ import annotations

import asyncio

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from tests.chaos.checker.history import Record

READ_SECONDS_MAX = 120


class NothingThere(Exception):
    """An empty log keeps every promise, so it is no log that could be checked."""


async def read_log(bootstrap: str) -> list[Record]:
    """Raises TimeoutError when the end is not reached, NothingThere when there is no record at all."""
    async with asyncio.timeout(READ_SECONDS_MAX):
        partitions = await _partitions(bootstrap)
        consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, group_id=None)
        await consumer.start()
        try:
            found = await _read_all(consumer, partitions)
        finally:
            await consumer.stop()
    if not found:
        raise NothingThere(bootstrap)
    return found


async def _read_all(consumer: AIOKafkaConsumer, partitions: list[TopicPartition]) -> list[Record]:
    consumer.assign(partitions)
    ends = await consumer.end_offsets(partitions)
    for partition in partitions:
        consumer.seek(partition, 0)
    found: list[Record] = []
    while any([await consumer.position(p) < ends[p] for p in partitions]):
        for messages in (await consumer.getmany(timeout_ms=500)).values():
            found += [_record(message) for message in messages]
    return found


async def _partitions(bootstrap: str) -> list[TopicPartition]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topics = await admin.describe_topics()
    finally:
        await admin.close()
    return [
        TopicPartition(topic["topic"], partition["partition"])
        for topic in topics
        for partition in topic["partitions"]
        if not topic["is_internal"]
    ]


def _record(message: ConsumerRecord) -> Record:
    key = message.key.decode("utf-8", "replace") if message.key else f"{message.partition}:{message.offset}"
    headers = {name: raw.decode("utf-8", "replace") for name, raw in message.headers}
    return Record(message.topic, message.partition, message.offset, key, headers, message.value)
