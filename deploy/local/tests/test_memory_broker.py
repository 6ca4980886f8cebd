"""The broker without Java: Kafka's protocol, and an honest memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from chassis.kafka import ensure_topics
from contracts.topics import TOPICS
from deploy.local.memory_broker import MemoryBroker

TOPIC = TOPICS[0].name
WAIT_SECONDS_MAX = 15


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[MemoryBroker]:
    topics = tuple((topic.name, topic.partitions) for topic in TOPICS)
    made = MemoryBroker(tmp_path, tmp_path / "broker.log", topics)
    made.start()
    yield made
    made.stop()


async def test_a_group_reads_what_was_produced_and_goes_on_from_its_commit(broker: MemoryBroker) -> None:
    await _produce(broker, b"first")
    async with _consumer(broker) as consumer:
        first = await asyncio.wait_for(consumer.getone(), WAIT_SECONDS_MAX)
        await consumer.commit()
    await _produce(broker, b"second")
    async with _consumer(broker) as consumer:
        second = await asyncio.wait_for(consumer.getone(), WAIT_SECONDS_MAX)
    assert (first.value, second.value) == (b"first", b"second")


async def test_it_has_every_topic_so_nothing_need_be_created(broker: MemoryBroker) -> None:
    await ensure_topics(broker.bootstrap, TOPICS)


async def test_it_forgets_when_it_ends(broker: MemoryBroker) -> None:
    await _produce(broker, b"forgotten")
    broker.stop()
    broker.start()
    await _produce(broker, b"new")
    async with _consumer(broker) as consumer:
        record = await asyncio.wait_for(consumer.getone(), WAIT_SECONDS_MAX)
    assert record.value == b"new"


async def _produce(broker: MemoryBroker, value: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, enable_idempotence=True, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(TOPIC, value, key=b"one")
    finally:
        await producer.stop()


@asynccontextmanager
async def _consumer(broker: MemoryBroker) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        TOPIC,
        bootstrap_servers=broker.bootstrap,
        group_id="reader",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=2_000,  # the mock lets a group that was left rest this long, less a second
        heartbeat_interval_ms=500,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()
