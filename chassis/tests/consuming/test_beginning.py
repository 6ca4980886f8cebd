"""Where a group without a position begins, while others go on sending."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from chassis import inbox
from chassis.clock import utc_now
from chassis.consuming.beginning import place
from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.tests.consuming.test_runtime import send
from chassis.tests.sample.events import TOPIC, counted
from chassis.work import Transactions, UnitOfWork
from contracts.topics import Topic


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
