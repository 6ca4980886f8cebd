"""A group on real Kafka: everything is handled, also when members come and go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from chassis import inbox
from chassis.clock import utc_now
from chassis.consuming import health
from chassis.consuming.delivery import Delivery, TooManyParked
from chassis.consuming.health import STALLED_SECONDS
from chassis.consuming.reactor import Reactor
from chassis.consuming.runtime import ConsumerGroup
from chassis.ids import new_id
from chassis.kafka import ensure_topics, new_producer
from chassis.tests.conftest import Rows
from chassis.tests.consuming.records import record_of
from chassis.tests.sample.events import TOPIC, Counted, counted
from chassis.tests.sample.service import POISON, note, noting
from chassis.tests.test_relay import until
from chassis.work import Transactions, UnitOfWork
from contracts.event import Event, Tombstone
from contracts.topics import Topic
from deploy.local.memory_broker import MemoryBroker

FETCHES_FAIL_SECONDS = 2

NewMember = Callable[..., ConsumerGroup[Any]]


@pytest.fixture
async def new_member(kafka_bootstrap: str, transactions: Transactions[UnitOfWork]) -> NewMember:
    """Members of one group of this test's own."""
    await ensure_topics(kafka_bootstrap, [TOPIC])
    handler: Reactor[UnitOfWork] = Reactor(f"test.runtime.{new_id()}", {Counted: note})

    def make(parked_keys_max: int = 1000) -> ConsumerGroup[Any]:
        delivery = Delivery(handler, transactions, clock=utc_now, parked_keys_max=parked_keys_max)
        return ConsumerGroup(handler, delivery, bootstrap=kafka_bootstrap, records_max=20)

    return make


@asynccontextmanager
async def running(member: ConsumerGroup[Any]) -> AsyncIterator[asyncio.Task[None]]:
    stop = asyncio.Event()
    task = asyncio.create_task(member.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)


async def send(
    bootstrap: str, events: Sequence[Event | Tombstone], at: datetime | None = None, topic: Topic = TOPIC
) -> None:
    """As of now, or as of an instant that is long past."""
    timestamp = None if at is None else int(at.timestamp() * 1000)
    producer = new_producer(bootstrap, "tests")
    await producer.start()
    try:
        for event in events:
            record = record_of(event)
            await producer.send(
                topic.name,
                record.value,
                record.raw_key,
                timestamp_ms=timestamp,
                headers=list(record.headers),
            )
    finally:
        await producer.stop()


async def noted(rows: Rows, keys: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key, sequence in await rows("SELECT key, sequence FROM effect ORDER BY id"):
        if str(key) in keys:
            found.setdefault(str(key), []).append(int(str(sequence)))
    return found


async def test_members_come_and_go_and_every_event_has_one_effect_in_order(
    new_member: NewMember, kafka_bootstrap: str, rows: Rows
) -> None:
    keys = [new_id() for _ in range(40)]
    expected = {str(key): list(range(1, 9)) for key in keys}

    async def through() -> bool:
        return await noted(rows, set(expected)) == expected

    async with running(new_member()):
        await send(kafka_bootstrap, [counted(key, n) for n in range(1, 5) for key in keys])
        async with running(new_member()):
            await send(kafka_bootstrap, [counted(key, n) for n in range(5, 9) for key in keys])
            await asyncio.sleep(0.5)
        await until(through)


async def test_stopping_commits_what_was_handled_and_a_restart_goes_on_from_there(
    new_member: NewMember, kafka_bootstrap: str, rows: Rows
) -> None:
    first, second = new_id(), new_id()
    member = new_member()
    await send(kafka_bootstrap, [counted(first)])

    async def through() -> bool:
        return member.progress.lag == 0 and await _seen(rows, str(first))

    async with running(member):
        await until(through)
    committed, ends = await _committed_and_ends(kafka_bootstrap, member.progress.group)
    assert committed == ends
    await send(kafka_bootstrap, [counted(second)])
    async with running(new_member()):
        await until(lambda: _seen(rows, str(second)))
    assert (await noted(rows, {str(first)}))[str(first)] == [1]


async def test_lag_is_measured_against_the_broker_and_reaches_nothing(
    new_member: NewMember, kafka_bootstrap: str
) -> None:
    member = new_member()
    await send(kafka_bootstrap, [counted() for _ in range(30)])

    async def caught_up() -> bool:
        return member.progress.lag == 0 and member.progress.healthy

    async with running(member):
        await until(caught_up)
    assert set(member.progress.behind) == {(TOPIC.name, n) for n in range(TOPIC.partitions)}


async def test_a_deployment_that_fails_everything_ends_the_process_loudly(
    new_member: NewMember, kafka_bootstrap: str, rows: Rows
) -> None:
    await send(kafka_bootstrap, [counted(label=POISON) for _ in range(12)])
    async with running(new_member(parked_keys_max=5)) as task:
        with pytest.raises(TooManyParked):
            await asyncio.wait_for(asyncio.shield(task), 30)
    assert 5 <= len(await rows("SELECT 1 FROM parked_key")) <= 5 + TOPIC.partitions


@dataclass(frozen=True)
class AgedReactor(Reactor[UnitOfWork]):
    """Reads a topic of its own, on which time runs one way only."""

    aged: Topic = field(kw_only=True)

    @property
    def topics(self) -> tuple[Topic, ...]:
        return (self.aged,)


@pytest.fixture
async def aged(kafka_bootstrap: str) -> Topic:
    """A topic with nothing on it yet."""
    topic = replace(TOPIC, name=f"test.aged.{new_id()}", partitions=2)
    await ensure_topics(kafka_bootstrap, [topic])
    return topic


@pytest.mark.parametrize("known", [True, False], ids=["a-group-that-lost-its-positions", "a-new-group"])
async def test_only_a_new_group_acts_on_what_an_inbox_would_have_forgotten(
    known: bool, aged: Topic, transactions: Transactions[UnitOfWork], kafka_bootstrap: str, rows: Rows
) -> None:
    forgotten, fresh = new_id(), new_id()
    handler = AgedReactor(f"test.aged.{new_id()}", {Counted: note}, aged=aged)
    if known:
        async with transactions.begin() as work:
            await inbox.claim(work.connection, handler.group, ["an earlier event"])
    await send(kafka_bootstrap, [counted(forgotten)], utc_now() - timedelta(days=40), aged)
    await send(kafka_bootstrap, [counted(fresh)], topic=aged)
    delivery = Delivery(handler, transactions, clock=utc_now, parked_keys_max=1)
    member: ConsumerGroup[Any] = ConsumerGroup(handler, delivery, bootstrap=kafka_bootstrap)
    async with running(member):
        await until(lambda: _seen(rows, str(fresh)))
        await until(lambda: _nothing_left(member))
    assert await _seen(rows, str(forgotten)) is not known


async def test_a_member_for_whom_no_partition_is_left_waits_in_good_health(
    aged: Topic,
    transactions: Transactions[UnitOfWork],
    kafka_bootstrap: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It tells no lag, and is not taken for one that stands still: three times that would end its process."""
    monkeypatch.setattr(health, "STALLED_SECONDS", 4.0)
    handler = AgedReactor(f"test.spare.{new_id()}", {Counted: note}, aged=aged)
    delivery = Delivery(handler, transactions, clock=utc_now, parked_keys_max=1)
    members = [
        ConsumerGroup(handler, delivery, bootstrap=kafka_bootstrap) for _ in range(aged.partitions + 1)
    ]

    async def shared_out() -> bool:
        return sum(len(member.progress.behind) for member in members) == aged.partitions and all(
            member.progress.lag == 0 for member in members
        )

    async with AsyncExitStack() as running_members:
        tasks = [await running_members.enter_async_context(running(member)) for member in members]
        await until(shared_out)
        await asyncio.sleep(6)
        assert [member.progress.stalled for member in members] == [False] * len(members)
        assert not any(task.done() for task in tasks)


async def _nothing_left(member: ConsumerGroup[Any]) -> bool:
    return member.progress.lag == 0


async def test_a_stalled_member_without_a_broker_goes_on_trying(
    transactions: Transactions[UnitOfWork], tmp_path: Path
) -> None:
    broker = MemoryBroker(tmp_path, tmp_path / "kafka.log", ((TOPIC.name, TOPIC.partitions),))
    await asyncio.to_thread(broker.start)
    delivery = Delivery(noting, transactions, clock=utc_now, parked_keys_max=1)
    member: ConsumerGroup[Any] = ConsumerGroup(noting, delivery, bootstrap=broker.bootstrap)

    async def joined() -> bool:
        return member.progress.lag == 0

    async with running(member) as task:
        await until(joined)
        await asyncio.to_thread(broker.stop)
        await asyncio.sleep(FETCHES_FAIL_SECONDS)
        member.progress.moved_at -= STALLED_SECONDS + 1
        await asyncio.wait([task], timeout=FETCHES_FAIL_SECONDS)
        assert not task.done()


async def _seen(rows: Rows, key: str) -> bool:
    return bool(await noted(rows, {key}))


async def _committed_and_ends(bootstrap: str, group: str) -> tuple[dict[int, int], dict[int, int]]:
    """Positions by partition, of partitions that hold anything."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        ends = await consumer.end_offsets([TopicPartition(TOPIC.name, n) for n in range(TOPIC.partitions)])
        held = {tp: end for tp, end in ends.items() if end}
        committed = {tp.partition: await consumer.committed(tp) or 0 for tp in held}
        return committed, {tp.partition: end for tp, end in held.items()}
    finally:
        await consumer.stop()
