"""Spans as JSON lines, one file a service: bounded, readable after a crash. Writer and reader together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import format_span_id, format_trace_id

BYTES_MAX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredSpan:
    """One span as it stands in the file; times are nanoseconds since 1970, ids hexadecimal.

    ``links``: trace id and span id of each span it leads to beside its parent.
    """

    trace_id: str
    span_id: str
    parent_id: str | None
    service: str
    name: str
    kind: str
    start: int
    end: int
    error: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    links: Sequence[Sequence[str]] = ()

    @property
    def duration_ms(self) -> float:
        return (self.end - self.start) / 1e6


class TraceFile(SpanExporter):
    """Appends each batch to ``<service>.jsonl``; a full one becomes ``<service>.jsonl.1``, once.

    The file is opened for every batch (one a second), so parts of a service that run as processes of
    their own share it: appends do not mix, and after a rotation nobody keeps writing to the old one.
    """

    def __init__(self, folder: Path, service: str, bytes_max: int = BYTES_MAX) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{service}.jsonl"
        self._bytes_max = bytes_max

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        lines = b"".join(orjson.dumps(_stored(span), default=str) + b"\n" for span in spans)
        with self._path.open("a+b") as file:
            file.write(_missing_newline(file.fileno()) + lines)
            full = file.tell() > self._bytes_max
        if full:
            self._path.replace(self._path.with_suffix(".jsonl.1"))
        return SpanExportResult.SUCCESS


def read_trace(folder: Path, trace_id: str) -> list[StoredSpan]:
    """Every span of one trace in the folder's files, by start. Torn lines are passed over."""
    found = (span for span in _in_folder(folder, trace_id) if span.trace_id == trace_id)
    return sorted(found, key=lambda span: (span.start, -span.end))


def read_named(folder: Path, name: str) -> list[StoredSpan]:
    """Every span of this name, of all traces."""
    return [span for span in _in_folder(folder, name) if span.name == name]


def _in_folder(folder: Path, wanted: str) -> Iterator[StoredSpan]:
    for path in sorted(folder.glob("*.jsonl*")):
        yield from _spans(path, wanted.encode())


def _spans(path: Path, wanted: bytes) -> Iterator[StoredSpan]:
    with path.open("rb") as file:
        for line in file:
            if wanted in line and line.endswith(b"\n"):
                try:
                    yield StoredSpan(**orjson.loads(line))
                except orjson.JSONDecodeError:  # torn by a crash, and closed by the next process
                    continue


def _missing_newline(descriptor: int) -> bytes:
    """A process that died while writing left half a line; the next span must not continue it."""
    size = os.fstat(descriptor).st_size
    return b"" if size == 0 or os.pread(descriptor, 1, size - 1) == b"\n" else b"\n"


def _stored(span: ReadableSpan) -> dict[str, Any]:
    context, parent = span.context, span.parent
    assert context is not None  # an ended span has one
    return asdict(
        StoredSpan(
            trace_id=format_trace_id(context.trace_id),
            span_id=format_span_id(context.span_id),
            parent_id=format_span_id(parent.span_id) if parent else None,
            service=str(span.resource.attributes.get("service.name", "")),
            name=span.name,
            kind=span.kind.name.lower(),
            start=span.start_time or 0,
            end=span.end_time or 0,
            error=None if span.status.is_ok or span.status.is_unset else (span.status.description or "error"),
            attributes=dict(span.attributes or {}),
            links=[
                (format_trace_id(link.context.trace_id), format_span_id(link.context.span_id))
                for link in span.links
            ],
        )
    )
