"""Version 2 of an event beside version 1: consumers of before and of after read one topic, each acts once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import asyncpg
import pytest

from chassis.clock import utc_now
from chassis.consuming.delivery import Delivery
from chassis.consuming.reactor import Reactor
from chassis.consuming.runtime import ConsumerGroup
from chassis.database import create_engine
from chassis.ids import new_id
from chassis.kafka import ensure_topics
from chassis.relay import Relay
from chassis.work import Transactions, UnitOfWork
from contracts.event import EVENT_TYPES, SUPERSEDED_BY, Event, State
from contracts.topics import Topic
from tests.drills.figures import Figures
from tests.drills.pages import page

TOPIC = Topic(f"test.room.{new_id()}", "tests", "Rooms of one drill.")
BOTH, ALONE = 30, 10
SECONDS_MAX = 60


class RoomV1(State):
    venue: str


class RoomMoved(Event):
    TYPE, TOPIC = "kervan.test.room-moved.v1", TOPIC
    state: RoomV1


class RoomV2(State):
    building: str
    room: str


class RoomMovedV2(Event):
    """The venue in two parts. ``raised`` is for good, ``lowered`` for as long as both are published."""

    TYPE, TOPIC, SUPERSEDES = "kervan.test.room-moved.v2", TOPIC, RoomMoved
    state: RoomV2

    @classmethod
    def raised(cls, older: RoomMoved) -> RoomMovedV2:
        building, _, room = older.state.venue.partition(" ")
        return cls(state=RoomV2(id=older.key, version=older.sequence, building=building, room=room))

    def lowered(self) -> RoomMoved:
        venue = f"{self.state.building} {self.state.room}"
        return RoomMoved(state=RoomV1(id=self.key, version=self.sequence, venue=venue))


@contextmanager
def release_of_before() -> Iterator[None]:
    """A process whose code does not know version 2 yet."""
    newer = EVENT_TYPES.pop(RoomMovedV2.TYPE)
    SUPERSEDED_BY.pop(RoomMoved)
    try:
        yield
    finally:
        EVENT_TYPES[RoomMovedV2.TYPE] = newer
        SUPERSEDED_BY[RoomMoved] = RoomMovedV2


class Reader:
    """A group that writes down what it acted on."""

    def __init__(self, kafka: str, transactions: Transactions[UnitOfWork]) -> None:
        self.acted_on: list[Event] = []
        self._kafka, self._transactions, self._name = kafka, transactions, f"test.rooms.{new_id()}"

    async def read(self, event_type: type[Event], until: Callable[[], bool]) -> None:
        async def note(event: Event, work: UnitOfWork, now: datetime) -> None:
            self.acted_on.append(event)

        handler = Reactor[UnitOfWork](self._name, {event_type: note})
        delivery = Delivery(handler, self._transactions, clock=utc_now, parked_keys_max=1)
        group: ConsumerGroup[Any] = ConsumerGroup(handler, delivery, bootstrap=self._kafka)
        stop = asyncio.Event()
        running = asyncio.create_task(group.run(stop))
        async with asyncio.timeout(SECONDS_MAX):
            while not (group.progress.lag == 0 and until()):  # noqa: ASYNC110  a consumer has no bell
                await asyncio.sleep(0.1)
        stop.set()
        await running


@pytest.fixture
async def transactions(new_database: Callable[..., Awaitable[str]]) -> Any:
    engine = create_engine(await new_database("services.events"), pool_size=8)
    yield Transactions(engine, UnitOfWork, source="tests")
    await engine.dispose()


async def test_old_and_new_consumers_read_one_topic(
    transactions: Transactions[UnitOfWork], kafka_bootstrap: str, figures: Figures
) -> None:
    await ensure_topics(kafka_bootstrap, [TOPIC])
    history = [RoomMoved(state=RoomV1(id=new_id(), version=1, venue=f"Main {n}")) for n in range(ALONE)]
    changes = [
        RoomMovedV2(state=RoomV2(id=new_id(), version=1, building="Main", room=f"{n}b")) for n in range(BOTH)
    ]
    await publish(transactions, kafka_bootstrap, history)
    await publish(transactions, kafka_bootstrap, changes[: BOTH // 2])
    before, upgraded, after = (Reader(kafka_bootstrap, transactions) for _ in range(3))
    with release_of_before():
        await before.read(RoomMoved, lambda: len(before.acted_on) >= ALONE + BOTH // 2)
        await upgraded.read(RoomMoved, lambda: len(upgraded.acted_on) >= ALONE + BOTH // 2)
    await publish(transactions, kafka_bootstrap, changes[BOTH // 2 :])
    with release_of_before():
        await before.read(RoomMoved, lambda: len(before.acted_on) >= ALONE + BOTH)
    await upgraded.read(RoomMovedV2, lambda: len(upgraded.acted_on) >= ALONE + BOTH)
    await after.read(RoomMovedV2, lambda: len(after.acted_on) >= ALONE + BOTH)
    figures.add(f"{ALONE} records of version 1, {BOTH} changes in both", "each acted on once by 3 groups")
    whole = [*history, *changes]
    assert in_order(before.acted_on) == in_order(
        [getattr(one, "lowered", lambda o=one: o)() for one in whole]
    )
    assert keys(upgraded.acted_on) == keys(whole)
    assert in_order(after.acted_on) == in_order([*map(RoomMovedV2.raised, history), *changes])
    assert await parked(transactions) == 0
    assert "lowered" in page("event-versions").sections["Command"]


def keys(events: list[Event]) -> list[str]:
    return sorted(str(event.key) for event in events)


def in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.key)


async def publish(transactions: Transactions[UnitOfWork], kafka: str, events: list[Any]) -> None:
    """By outbox and relay, as services do."""
    async with transactions.begin() as work:
        work.outbox.add(*events)
    relay, stop = (
        Relay(url(transactions), kafka, service="tests", wake=transactions.committed),
        asyncio.Event(),
    )
    relaying = asyncio.create_task(relay.run(stop))
    async with asyncio.timeout(SECONDS_MAX):
        while await count(transactions, "outbox"):  # noqa: ASYNC110  a database has no bell
            await asyncio.sleep(0.05)
    stop.set()
    await relaying


async def parked(transactions: Transactions[UnitOfWork]) -> int:
    return await count(transactions, "parked_key")


async def count(transactions: Transactions[UnitOfWork], table: str) -> int:
    connection = await asyncpg.connect(url(transactions))
    try:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))
    finally:
        await connection.close()


def url(transactions: Transactions[UnitOfWork]) -> str:
    rendered = transactions.engine.url.render_as_string(hide_password=False)
    return rendered.replace("+asyncpg", "")
