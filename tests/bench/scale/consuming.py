"""A backlog of mobilities and people, taken in by 1, 2 and 4 members of a group that are real processes.

Members join before there is anything, are stopped while the topics fill, and go on together.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import asyncpg
import psutil
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError

from chassis.ids import new_id
from chassis.kafka import ensure_topics, new_producer
from contracts.event import Event
from contracts.mobility import Person, PersonRegistered
from contracts.topics import MOBILITY, PERSON, TOPICS, Topic
from deploy.local import throwaway
from deploy.local.ports import free_ports
from tests.bench.events.__main__ import new_database
from tests.bench.events.payloads import mobility_planned, send
from tests.bench.gateway.sides import process, settings_of
from tests.bench.scale.costs import Cost, Meter, processes_named

BACKLOG = 12_000
MEMBERS = (1, 2, 4)
SECONDS_MAX, JOIN_SECONDS_MAX = 120.0, 60.0
IBAN = "DE89370400440532013000"  # the example of ISO 13616


@dataclass(frozen=True)
class Group:
    """Whose members are counted, and which topic it is let loose on."""

    name: str
    module: str
    topic: Topic
    call_years: Sequence[int] = (2024,)
    """Each has a budget of its own, so as many locks."""

    @property
    def label(self) -> str:
        return self.name if len(self.call_years) == 1 else f"{self.name}/{len(self.call_years)}-budgets"


GROUPS = (
    Group("finance.payees", "services.finance", PERSON),
    Group("finance.grants", "services.finance", MOBILITY),
    Group("finance.grants", "services.finance", MOBILITY, call_years=(2021, 2022, 2023, 2024)),
    Group("gateway.views", "gateway", MOBILITY),
)


def measure(group: Group, members: int, home: Path) -> Cost:
    """On servers of its own, which write through to the disk."""
    with ExitStack() as stack:
        postgres = stack.enter_context(throwaway.postgres_from_the_wheel(durable=True))
        bootstrap = stack.enter_context(throwaway.kafka_from_its_jars())
        asyncio.run(ensure_topics(bootstrap, TOPICS))
        url = asyncio.run(new_database(postgres, group.module))
        empty = asyncio.run(size(url))
        started = stack.enter_context(_members(group, members, url, bootstrap, home))
        asyncio.run(_until_joined(bootstrap, group, members))
        with _stopped(started):
            asyncio.run(_fill(bootstrap, group))
        meter = Meter(
            {
                "members": started,
                "postgres": processes_named("postgres"),
                "kafka": processes_named("kafka.Kafka"),
            }
        )
        asyncio.run(_until_taken_in(bootstrap, group))
        cost = meter.read(members, BACKLOG)
        return replace(cost, stored=(asyncio.run(size(url)) - empty) / BACKLOG)


async def size(url: str) -> int:
    connection = await asyncpg.connect(url)
    size: int = await connection.fetchval("SELECT pg_database_size(current_database())")
    await connection.close()
    return size


@contextmanager
def _members(
    group: Group, members: int, url: str, bootstrap: str, home: Path
) -> Iterator[Sequence[psutil.Process]]:
    settings = settings_of(url, bootstrap, home)
    with ExitStack() as stack:
        for number, port in enumerate(free_ports(members)):
            log, told = home / f"{group.name}-{number}.log", settings | {"KERVAN_HTTP_PORT": str(port)}
            stack.enter_context(process([sys.executable, "-m", group.module, "consumer"], log, told))
        yield processes_named(f"-m {group.module} consumer")


@contextmanager
def _stopped(members: Sequence[psutil.Process]) -> Iterator[None]:
    for member in members:
        member.suspend()
    try:
        yield
    finally:
        for member in members:
            member.resume()


async def _until_joined(bootstrap: str, group: Group, members: int) -> None:
    async with asyncio.timeout(JOIN_SECONDS_MAX), _asking(bootstrap) as (admin, _):
        while await _joined(admin, group) != members:  # noqa: ASYNC110  another process has no bell
            await asyncio.sleep(0.5)


async def _joined(admin: AIOKafkaAdminClient, group: Group) -> int:
    try:
        (told,) = await admin.describe_consumer_groups([group.name])
    except GroupCoordinatorNotAvailableError:
        return 0
    _, _, state, _, _, members, *_ = told.groups[0]
    return len(members) if state == "Stable" else 0


async def _until_taken_in(bootstrap: str, group: Group) -> None:
    places = [TopicPartition(group.topic.name, number) for number in range(group.topic.partitions)]
    async with asyncio.timeout(SECONDS_MAX), _asking(bootstrap) as (admin, reader):
        ends = await reader.end_offsets(places)
        while await _committed(admin, group, places) < sum(ends.values()):  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def _committed(admin: AIOKafkaAdminClient, group: Group, places: Sequence[TopicPartition]) -> int:
    committed = await admin.list_consumer_group_offsets(group.name, partitions=places)
    return sum(max(0, each.offset) for each in committed.values())


@asynccontextmanager
async def _asking(bootstrap: str) -> AsyncIterator[tuple[AIOKafkaAdminClient, AIOKafkaConsumer]]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    reader = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await asyncio.gather(admin.start(), reader.start())
    try:
        yield admin, reader
    finally:
        await asyncio.gather(admin.close(), reader.stop())


async def _fill(bootstrap: str, group: Group) -> None:
    producer = new_producer(bootstrap, "bench.scale")
    await producer.start()
    for number in range(BACKLOG):
        await send(producer, group.topic, _event(group, number))
    await producer.stop()


def _event(group: Group, number: int) -> Event:
    if group.topic is PERSON:
        return _person(new_id())
    return mobility_planned(call_year=group.call_years[number % len(group.call_years)])


def _person(key: UUID) -> PersonRegistered:
    state = Person(
        id=key, version=1, given_name="Ayşe", family_name="Yılmaz", iban=IBAN, faculty="engineering"
    )
    return PersonRegistered(state=state)
