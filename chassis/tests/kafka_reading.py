"""Reading a topic to its end, as an outsider would."""

from __future__ import annotations

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from contracts.topics import Topic


async def read_all(bootstrap: str, topic: Topic) -> list[ConsumerRecord]:
    """Every record of the topic, in order within its partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic.name, n) for n in range(topic.partitions)]
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                batch = await consumer.getmany(partition, timeout_ms=1000)
                found += [record for records in batch.values() for record in records]
        return found
    finally:
        await consumer.stop()


async def sequences(bootstrap: str, topic: Topic, keys: set[str]) -> dict[str, list[int]]:
    """The versions of each of ``keys`` in the order they stand in the topic."""
    found: dict[str, list[int]] = {key: [] for key in keys}
    for record in await read_all(bootstrap, topic):
        key = record.key.decode()
        if key in keys:
            found[key].append(int(dict(record.headers)["ce_sequence"]))
    return found
