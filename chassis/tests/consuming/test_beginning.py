"""Where a group without a position begins, while others go on sending."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from structlog.testing import capture_logs

from chassis import inbox
from chassis.clock import utc_now
from chassis.consuming.beginning import place
from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.tests.consuming.test_runtime import send
from chassis.tests.sample.events import TOPIC, counted
from chassis.work import Transactions, UnitOfWork
from contracts.topics import Topic


@asynccontextmanager
async def reading(bootstrap: str, group: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


class Overtaken(AIOKafkaConsumer):  # type: ignore[misc]
    """Just after it was told what the topic holds, somebody sends the first record."""

    def __init__(self, bootstrap: str, group: str, topic: Topic) -> None:
        super().__init__(bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False)
        self._told = bootstrap, topic

    async def offsets_for_times(self, timestamps: Any) -> Any:
        bootstrap, topic = self._told
        found = await super().offsets_for_times(timestamps)
        await send(bootstrap, [counted()], topic=topic)
        return found


async def test_a_partition_that_stayed_empty_is_not_taken_for_a_lost_one(
    transactions: Transactions[UnitOfWork], kafka_bootstrap: str
) -> None:
    group, topic = f"test.empty.{new_id()}", replace(TOPIC, name=f"test.empty.{new_id()}", partitions=2)
    await ensure_topics(kafka_bootstrap, [topic])
    partitions = [TopicPartition(topic.name, number) for number in range(2)]
    with capture_logs() as told:
        for acted_on in ("the first event", "the next one"):
            async with reading(kafka_bootstrap, group) as consumer:
                consumer.assign(partitions)
                await place(consumer, group, partitions, transactions, utc_now())
                assert [await consumer.committed(partition) for partition in partitions] == [0, 0]
            async with transactions.begin() as work:
                await inbox.claim(work.connection, group, [acted_on])
    assert not [line for line in told if line["event"] == "consumer.offsets_lost"]


async def test_a_record_sent_while_the_place_is_looked_for_is_not_passed_over(
    transactions: Transactions[UnitOfWork], kafka_bootstrap: str
) -> None:
    group, topic = (
        f"test.overtaken.{new_id()}",
        replace(TOPIC, name=f"test.overtaken.{new_id()}", partitions=1),
    )
    await ensure_topics(kafka_bootstrap, [topic])
    async with transactions.begin() as work:
        await inbox.claim(work.connection, group, ["an earlier event"])
    consumer, partition = Overtaken(kafka_bootstrap, group, topic), TopicPartition(topic.name, 0)
    await consumer.start()
    try:
        consumer.assign([partition])
        await place(consumer, group, [partition], transactions, utc_now())
        assert await consumer.position(partition) == 0
    finally:
        await consumer.stop()
