"""Events as they travel in a mobility year: about 600 bytes with headers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from aiokafka import AIOKafkaProducer

from chassis.clock import utc_now
from chassis.ids import new_id
from contracts import cloudevents
from contracts.event import Event
from contracts.mobility import Mobility, MobilityPlanned
from contracts.topics import Topic
from contracts.vocabulary import ActivityKind, Direction, MobilityStatus, Programme


def mobility_planned(key: UUID | None = None, version: int = 1, call_year: int = 2024) -> MobilityPlanned:
    state = Mobility(
        id=key or new_id(),
        version=version,
        programme=Programme.ERASMUS,
        call_year=call_year,
        academic_year="2026/2027",
        direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY,
        person_id=new_id(),
        faculty="engineering",
        call_id=new_id(),
        placement_id=new_id(),
        agreement_id=new_id(),
        partner_id=new_id(),
        host_country="DE",
        rank=1,
        status=MobilityStatus.PLANNED,
        begins=date(2027, 9, 15),
        ends=date(2028, 1, 31),
        days=136,
    )
    return MobilityPlanned(state=state)


async def send(producer: AIOKafkaProducer, topic: Topic, event: Event) -> None:
    """Handed to the producer in the form that services publish."""
    headers = cloudevents.headers(event, event_id=new_id(), source="bench", at=utc_now(), traceparent=None)
    wire = cloudevents.wire_headers(headers)
    await producer.send(topic.name, cloudevents.encode(event), str(event.key).encode(), headers=wire)
