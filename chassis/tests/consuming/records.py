"""Records as Kafka would bring them, without Kafka."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from chassis.clock import utc_now
from chassis.consuming.record import Record
from chassis.ids import new_id
from contracts import cloudevents
from contracts.event import Event, Tombstone

_offsets = count()


def record_of(event: Event | Tombstone) -> Record:
    headers = cloudevents.headers(event, event_id=new_id(), source="tests", at=utc_now(), traceparent=None)
    key = str(event.key)
    return Record(
        event.TOPIC.name,
        0,
        next(_offsets),
        key,
        key.encode(),
        cloudevents.encode(event),
        tuple(cloudevents.wire_headers(headers)),
    )


def with_type(record: Record, event_type: str) -> Record:
    headers = tuple((n, event_type.encode() if n == "ce_type" else v) for n, v in record.headers)
    return replace(record, headers=headers)
