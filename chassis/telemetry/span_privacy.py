"""The one gate all spans pass before they are written or sent: it takes out what could name a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status

from chassis.telemetry import names
from chassis.telemetry.privacy import MASK, PERSONAL_KEYS, frames_of, mask_text, without_query


class WithoutPersonalData(SpanExporter):
    """Runs in the exporting thread, so requests do not wait for it."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._exporter.export([without_personal_data(span) for span in spans])

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self._exporter.force_flush(timeout_millis)


def without_personal_data(span: ReadableSpan) -> ReadableSpan:
    """The same span without query strings, callers' addresses and messages of exceptions."""
    return ReadableSpan(
        span.name,
        span.context,
        span.parent,
        span.resource,
        _clean(span.attributes or {}),
        [_clean_event(event) for event in span.events],
        span.links,
        span.kind,
        status=_clean_status(span.status),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _clean(attributes: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        key: MASK if key in PERSONAL_KEYS else value
        for key, value in attributes.items()
        if key not in names.PERSONAL_ATTRIBUTES
    }
    for key in kept.keys() & {names.URL_FULL, names.URL_PATH}:  # what a caller may write into a path
        kept[key] = mask_text(without_query(str(kept[key])))
    return kept


def _clean_event(event: Event) -> Event:
    attributes = dict(event.attributes or {})
    attributes.pop("exception.message", None)
    if "exception.stacktrace" in attributes:
        attributes["exception.stacktrace"] = frames_of(str(attributes["exception.stacktrace"]))
    return Event(event.name, _clean(attributes), event.timestamp)


def _clean_status(status: Status) -> Status:
    """The SDK writes ``TypeOfError: what it said``; the type stays."""
    if not status.description:
        return status
    return Status(status.status_code, status.description.partition(":")[0])
