"""Which partition a key goes to, as other producers have it; and how a consumer is let go."""

from __future__ import annotations

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.partitioner import murmur2 as slow_murmur2
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from chassis.kafka import ensure_topics, murmur2, stop_consumer
from chassis.tests.sample.events import TOPIC


@given(st.binary(max_size=60))
def test_any_key_hashes_as_kafka_has_it(key: bytes) -> None:
    assert murmur2(key) == slow_murmur2(key) & 0xFFFFFFFF


def test_an_aggregates_id_hashes_as_kafka_has_it() -> None:
    key = str(new_id()).encode()
    assert murmur2(key) == slow_murmur2(key) & 0xFFFFFFFF


async def test_a_consumer_that_waits_for_its_broker_stops_without_ending_who_stops_it(
    kafka_bootstrap: str,
) -> None:
    """While the broker is away, a fetch waits before it asks again: aiokafka cancels it, and awaits it."""
    await ensure_topics(kafka_bootstrap, [TOPIC])
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka_bootstrap)
    await consumer.start()
    consumer.assign([TopicPartition(TOPIC.name, 0)])
    await consumer.getmany(timeout_ms=500)
    consumer._fetcher._pending_tasks.add(asyncio.create_task(asyncio.sleep(60)))
    await stop_consumer(consumer)
    assert consumer._client._sync_task is None
    assert not any(connection.connected() for connection in consumer._client._conns.values())
