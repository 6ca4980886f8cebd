"""What mobility says: calls and who goes with them, as records on its topics; it need not run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from aiokafka.structs import TopicPartition

from chassis.clock import utc_now
from chassis.ids import new_id
from chassis.kafka import new_producer, partition_of
from contracts import cloudevents
from contracts.event import Event
from contracts.mobility import CallPublished, MobilityPlanned
from services.events.tests.builders import a_call, a_mobility
from tests.drills.ground import Ground

INVITED = "SELECT person_id, status, version FROM registration WHERE event_id = $1"
ORIENTATION = "SELECT id FROM gathering WHERE call_id = $1 AND kind = 'orientation'"
ACTED_ON = "SELECT count(*) FROM inbox WHERE consumer_group = $1 AND event_id = ANY($2)"
GROUP = "events.orientations"
AT_ONCE = 500


@dataclass(frozen=True)
class Said:
    """An event with the id that its record carries. ``type`` other than the event's own: nobody knows it."""

    event: Event
    id: UUID
    type: str

    @classmethod
    def of(cls, event: Event) -> Said:
        return cls(event, new_id(), event.TYPE)

    def unreadable(self) -> Said:
        return replace(self, type=self.type.replace(".v1", ".v9"))


@dataclass(frozen=True)
class Going:
    """A published call and those who go with it: each is to be invited to its orientation, once."""

    call: Said
    goers: tuple[Said, ...]

    @classmethod
    def of(cls, count: int) -> Going:
        call_id = new_id()
        goers = tuple(Said.of(MobilityPlanned(state=a_mobility(call_id, new_id()))) for _ in range(count))
        return cls(Said.of(CallPublished(state=a_call(call_id))), goers)

    @property
    def people(self) -> set[UUID]:
        return {goer.event.state.person_id for goer in self.goers}  # type: ignore[attr-defined]


async def say(ground: Ground, said: Iterable[Said]) -> None:
    """Send, acknowledged, in order."""
    producer = new_producer(ground.bootstrap, "drill")
    await producer.start()
    try:
        sent = []
        for one in said:
            record = cloudevents.headers(
                one.event, event_id=one.id, source="mobility", at=utc_now(), traceparent=None
            ) | {"ce_type": one.type}
            sent.append(await producer.send(
                one.event.TOPIC.name, cloudevents.encode(one.event), str(one.event.key).encode(),
                headers=cloudevents.wire_headers(record),
            ))  # fmt: skip
        for each in sent:
            await each
    finally:
        await producer.stop()


async def orientation(ground: Ground, going: Going) -> UUID:
    """The orientation that events made of the call, once it has."""
    found: list[UUID] = []

    async def there() -> bool:
        found.extend(row["id"] for row in await ground.rows("events", ORIENTATION, going.call.event.key))
        return bool(found)

    await ground.until("the orientation", there)
    return found[0]


async def invited(ground: Ground, going: Going) -> list[UUID]:
    """Whom events has invited, by person; somebody invited twice stands here twice."""
    rows = await ground.rows("events", INVITED, await orientation(ground, going))
    return [row["person_id"] for row in rows]


async def acted_on(ground: Ground, said: Iterable[Said]) -> int:
    """How many of these records have had their effect."""
    ids = [str(one.id) for one in said]
    (row,) = await ground.rows("events", ACTED_ON, GROUP, ids)
    return int(row[0])


def partition(said: Said) -> TopicPartition:
    topic = said.event.TOPIC
    return TopicPartition(topic.name, partition_of(str(said.event.key).encode(), topic.partitions))
