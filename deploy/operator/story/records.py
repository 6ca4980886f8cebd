"""The topics' side of a story: headers of records, never their values."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

import contracts.cloudevents  # noqa: F401  importing registers the types
from chassis.kafka import partition_of
from contracts.event import EVENT_TYPES
from contracts.topics import Topic

RECORDS_OF_PARTITION_MAX: Final = 200_000
READ_SECONDS_MAX: Final = 60
SLACK_MS: Final = 2_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Published:
    """An event as it stands on its topic."""

    topic: str
    partition: int
    offset: int
    key: str
    id: str
    type: str
    sequence: int | None
    at: datetime
    traceparent: str | None

    @property
    def place(self) -> str:
        return f"{self.topic}/{self.partition}@{self.offset}"

    @property
    def trace_id(self) -> str | None:
        return self.traceparent[3:35] if self.traceparent else None

    @property
    def span_id(self) -> str | None:
        return self.traceparent[36:52] if self.traceparent else None


@dataclass
class Topics:
    """A reader without a group, and how many records it has looked at. ``cut``: partitions not read whole."""

    consumer: AIOKafkaConsumer
    looked_at: int = 0
    cut: set[str] = field(default_factory=set)

    async def of_key(self, topic: Topic, key: str) -> list[Published]:
        """The key's events: of one partition, its newest ``RECORDS_OF_PARTITION_MAX`` records."""
        partition = TopicPartition(topic.name, partition_of(key.encode(), topic.partitions))
        beginning = (await self.consumer.beginning_offsets([partition]))[partition]
        end = (await self.consumer.end_offsets([partition]))[partition]
        start = max(beginning, end - RECORDS_OF_PARTITION_MAX)
        if start > beginning:
            self.cut.add(f"{topic.name}/{partition.partition}")
        records = await self._read({partition: (start, end)})
        return [published(record) for record in records if record.key == key.encode()]

    async def of_traces(self, windows: Mapping[Topic, Span], traces: Collection[str]) -> list[Published]:
        """Events of these traces; ``windows``: from and until when they were sent, milliseconds."""
        found = (published(record) for record in await self._read(await self._offsets(windows)))
        return [event for event in found if event.trace_id in traces]

    async def _offsets(self, windows: Mapping[Topic, Span]) -> dict[TopicPartition, Span]:
        """Assigned before it asks: of a topic that it does not follow, the client waits long for leaders."""
        times = {
            TopicPartition(topic.name, number): window
            for topic, window in windows.items()
            for number in range(topic.partitions)
        }
        if not times:
            return {}
        self.consumer.assign(list(times))
        starts = await self.consumer.offsets_for_times({p: t[0] - SLACK_MS for p, t in times.items()})
        stops = await self.consumer.offsets_for_times({p: t[1] + SLACK_MS for p, t in times.items()})
        ends = await self.consumer.end_offsets(list(times))
        spans = {}
        for partition, start in starts.items():
            if start is not None:
                stop = stops[partition]
                spans[partition] = self._bounded(
                    partition, start.offset, stop.offset if stop else ends[partition]
                )
        return spans

    def _bounded(self, partition: TopicPartition, start: int, end: int) -> Span:
        if end - start > RECORDS_OF_PARTITION_MAX:
            self.cut.add(f"{partition.topic}/{partition.partition}")
        return start, min(end, start + RECORDS_OF_PARTITION_MAX)

    async def _read(self, spans: Mapping[TopicPartition, Span]) -> list[ConsumerRecord]:
        """Raises: TimeoutError after ``READ_SECONDS_MAX``."""
        spans = {partition: span for partition, span in spans.items() if span[0] < span[1]}
        self.consumer.assign(list(spans))
        for partition, (start, _) in spans.items():
            self.consumer.seek(partition, start)
        found: list[ConsumerRecord] = []
        async with asyncio.timeout(READ_SECONDS_MAX):
            while any([await self.consumer.position(p) < end for p, (_, end) in spans.items()]):
                polled = await self.consumer.getmany(timeout_ms=500)
                found += [r for p, records in polled.items() for r in records if r.offset < spans[p][1]]
        self.looked_at += len(found)
        return found


@asynccontextmanager
async def reader(bootstrap: str) -> AsyncIterator[Topics]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        await consumer.start()
        yield Topics(consumer)
    finally:
        await consumer.stop()


def published(record: ConsumerRecord) -> Published:
    """What its headers say. A type that is not Kervan's is not repeated: anybody may have written it."""
    headers = _text(record.headers)
    event_type, sequence = headers.get("ce_type", ""), headers.get("ce_sequence", "")
    place = f"{record.topic}/{record.partition}@{record.offset}"
    return Published(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=(record.key or b"").decode("utf-8", "replace"),
        id=headers.get("ce_id", place),
        type=event_type if event_type in EVENT_TYPES else "unknown type · bilinmeyen tür",
        sequence=int(sequence) if sequence.isdecimal() else None,
        at=_made_at(headers.get("ce_time"), record.timestamp),
        traceparent=headers.get("traceparent"),
    )


def _text(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    return {name: raw.decode("utf-8", "replace") for name, raw in headers}


def _made_at(written: str | None, timestamp_ms: int) -> datetime:
    try:
        made = datetime.fromisoformat(written or "")
    except ValueError:
        return datetime.fromtimestamp(timestamp_ms / 1000, UTC)
    return made if made.tzinfo else made.replace(tzinfo=UTC)
