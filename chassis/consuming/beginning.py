"""Where a group without a position begins: a new one at the beginning, one that lost it where memory begins.

Kafka forgets the positions of a group that was away for a week, or somebody deletes them. From the beginning
on, a reactor would act a second time on what its inbox has forgotten. So it goes back as far as the topics
promise to keep every change, which is less than the inbox remembers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from chassis import inbox
from chassis.telemetry import metrics
from chassis.work import Transactions, UnitOfWork
from contracts.topics import COMPACTION_LAG_DAYS

REACH = timedelta(days=COMPACTION_LAG_DAYS)

W = TypeVar("W", bound=UnitOfWork)

log = structlog.get_logger()


async def place(
    consumer: AIOKafkaConsumer,
    group: str,
    assigned: Sequence[TopicPartition],
    transactions: Transactions[W],
    now: datetime,
) -> None:
    """Give partitions without a position one, and commit it. Raises KafkaError, and what the database does.

    Committed at once, read or not: a partition that stays empty is not taken for a lost one later. A topic
    that a known group did not read before counts as lost: a reactor does not act on old history.
    """
    unplaced = [partition for partition in assigned if await consumer.committed(partition) is None]
    if not unplaced:
        return
    if await _acted_before(transactions, group):
        starts = await _where_memory_begins(consumer, unplaced, now)
        for topic in {partition.topic for partition in unplaced}:
            metrics.group_out_of_range(group, topic)
        log.error(
            "consumer.offsets_lost", group=group, partitions=len(unplaced), since=(now - REACH).isoformat()
        )
    else:
        starts = await consumer.beginning_offsets(unplaced)
    for partition, offset in starts.items():
        consumer.seek(partition, offset)
    await consumer.commit(starts)


async def _where_memory_begins(
    consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition], now: datetime
) -> dict[TopicPartition, int]:
    """The first offset of each that the inbox can still remember."""
    ends = await consumer.end_offsets(partitions)  # asked first: what is sent from now on lies behind them
    found = await consumer.offsets_for_times(dict.fromkeys(partitions, int((now - REACH).timestamp() * 1000)))
    return {
        partition: ends[partition] if (first := found.get(partition)) is None else first.offset
        for partition in partitions
    }


async def _acted_before(transactions: Transactions[W], group: str) -> bool:
    async with transactions.read() as work:
        return await inbox.knows(work.connection, group)
