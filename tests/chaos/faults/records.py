"""What comes back on a topic: records told again, old ones after new ones, and one that nobody can read."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict

from aiokafka import AIOKafkaProducer, ConsumerRecord

from chassis.ids import new_id
from contracts.topics import TOPICS
from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.schedule import Fault
from tests.journey.topics import records_of

READ_SECONDS_MAX = 10
RUN_LENGTH_MAX = 20
STALE_MAX = 8
NEWEST = 12
UNREADABLE = b'{"state": '


class NothingThere(Exception):
    """The topic has no record that this harm could be done with."""


@asynccontextmanager
async def duplicates(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """Some of a partition's records come again in their order, as from a relay that died before deleting."""
    chance, records = random.Random(fault.draw), await _records(victim, fault)
    partition = chance.choice(records).partition
    found = [record for record in records if record.partition == partition]
    first = chance.randrange(len(found))
    yield await _again(victim, found[first : first + chance.randint(1, RUN_LENGTH_MAX)])


@asynccontextmanager
async def stale_events(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """Records that newer ones of their keys have overtaken come last."""
    chance, records = random.Random(fault.draw), await _records(victim, fault)
    newest = {record.key: record.offset for record in records}
    old = [record for record in records if record.offset < newest[record.key]]
    if not old:
        raise NothingThere(fault.target)
    yield await _again(victim, chance.sample(old, min(len(old), STALE_MAX)))


@asynccontextmanager
async def poison(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """An unreadable body under a key that changed lately: whatever comes later for it must wait behind.

    Where the fault lasts, another one follows: then something readable may wait between the two.
    """
    chance, records = random.Random(fault.draw), await _records(victim, fault)
    like = chance.choice(sorted(records, key=lambda record: record.timestamp)[-NEWEST:])
    yield await _poisoned(victim, like)
    if fault.lasts:
        victim.ground.log.write("harmed", fault=asdict(fault), facts=await _poisoned(victim, like))


async def _poisoned(victim: Victim, like: ConsumerRecord) -> Facts:
    headers = [(n, v) for n, v in like.headers if n != "ce_id"] + [("ce_id", str(new_id()).encode())]
    async with _producer(victim) as producer:
        sent = await producer.send_and_wait(
            like.topic, UNREADABLE, like.key, partition=like.partition, headers=headers
        )
    key = like.key.decode()
    return {"topic": like.topic, "key": key, "partition": sent.partition, "offset": sent.offset}


async def _records(victim: Victim, fault: Fault) -> list[ConsumerRecord]:
    """What we sent ourselves is left out: a poison told again would be another poison."""
    topic = next(one for one in TOPICS if one.name == fault.target)
    async with asyncio.timeout(READ_SECONDS_MAX):
        found = await records_of(victim.ground.bootstrap, [topic])
    known = [record for record in found if record.value != UNREADABLE]
    if not known:
        raise NothingThere(fault.target)
    return known


async def _again(victim: Victim, records: Sequence[ConsumerRecord]) -> Facts:
    sent = []
    async with _producer(victim) as producer:
        for one in records:
            there = await producer.send_and_wait(
                one.topic, one.value, one.key, partition=one.partition, headers=list(one.headers)
            )
            sent.append(
                {
                    "partition": there.partition,
                    "key": one.key.decode(),
                    "of": one.offset,
                    "offset": there.offset,
                }
            )
    return {"topic": records[0].topic, "records": sent}


@asynccontextmanager
async def _producer(victim: Victim) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(
        bootstrap_servers=victim.ground.bootstrap,
        acks="all",
        enable_idempotence=True,
        request_timeout_ms=5000,
    )
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()
