"""The traces' side of a story: which command or consumer an event came from, and when a view took it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chassis.telemetry import names
from chassis.telemetry.trace_files import StoredSpan, read_trace
from contracts.topics import TOPICS, Topic

BY_NAME = {topic.name: topic for topic in TOPICS}


@dataclass(frozen=True)
class Traces:
    """Spans by their id, of the traces that a story touches."""

    spans: Mapping[str, StoredSpan]

    @classmethod
    def read(cls, folder: Path | None, trace_ids: Iterable[str]) -> Traces:
        found = [span for one in sorted(trace_ids) for span in read_trace(folder, one)] if folder else []
        return cls({span.span_id: span for span in found})

    def windows(self) -> dict[Topic, tuple[int, int]]:
        """The topics that the traces sent to: from and until when, milliseconds since 1970."""
        windows: dict[Topic, tuple[int, int]] = {}
        for span in self.spans.values():
            topic = BY_NAME.get(str(span.attributes.get(names.DESTINATION, "")))
            if span.kind == "producer" and topic:
                first, last = windows.get(topic, (span.start // 10**6, span.end // 10**6))
                windows[topic] = (min(first, span.start // 10**6), max(last, span.end // 10**6))
        return windows

    def cause(self, span_id: str | None) -> StoredSpan | None:
        """The request or the consumer in which the span began: the nearest above it."""
        span = self._above(span_id)
        while span is not None and not (_is_command(span) or group_of(span)):
            span = self._above(span.span_id)
        return span

    def taken_in(self) -> dict[tuple[str, str], datetime]:
        """When a group was through with an event: by (group, span id of its sending)."""
        return {
            (group, span.parent_id): moment(span.end)
            for span in self.spans.values()
            if (group := group_of(span)) and span.parent_id
        }

    def _above(self, span_id: str | None) -> StoredSpan | None:
        span = self.spans.get(span_id or "")
        return self.spans.get(span.parent_id or "") if span else None


def group_of(span: StoredSpan) -> str | None:
    """The consumer group of a span of kind consumer."""
    group = span.attributes.get(names.CONSUMER_GROUP) if span.kind == "consumer" else None
    return str(group) if group else None


def moment(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, UTC)


def _is_command(span: StoredSpan) -> bool:
    return span.kind == "server"
