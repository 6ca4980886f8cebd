"""Spans by hand: what the instrumentations cannot know, above all the way of an event.

One trace reads mutation → gateway → service → SQL → publish → process → SQL: the outbox row holds the
traceparent of the span that wrote it, the relay makes the publish span its child, and the record on
Kafka carries the publish span's traceparent, which the consumer's span has as parent::

    stored = current_traceparent()                       # in the transaction: goes into the outbox row
    sent = child_traceparent(stored)                     # in the relay, before sending: the record's header
    record_span(..., parent=stored, traceparent=sent)    # after the acknowledgement
    with start_span(..., parent=context_from(received)): # in the consumer

What fails is recorded whatever the ratio says: the failing spans of an unsampled trace, each with the ids
that log lines and the services behind it have. What went well beside them is not there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import time_ns
from typing import Final, NamedTuple

from opentelemetry.context import Context, attach, detach
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import (
    INVALID_SPAN_CONTEXT,
    Link,
    NonRecordingSpan,
    NoOpTracer,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    Tracer,
    get_current_span,
    set_span_in_context,
)

Value = str | bool | int | float
Attributes = Mapping[str, Value]

SCOPE: Final = InstrumentationScope("kervan")

_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_LOW_64: Final = (1 << 64) - 1
_NOTHING: Final = Context()
_SAMPLED: Final = TraceFlags(TraceFlags.SAMPLED)
_UNSAMPLED: Final = TraceFlags(TraceFlags.DEFAULT)
_ODD: Final = frozenset("13579bdf")  # the lowest bit of the flags says: sampled


@dataclass(frozen=True, slots=True)
class Recording:
    """Where spans go; ``setup`` swaps it, and before that nothing is recorded."""

    tracer: Tracer = field(default_factory=NoOpTracer)
    resource: Resource = field(default_factory=Resource.get_empty)
    exporters: tuple[Callable[[ReadableSpan], None], ...] = ()
    ratio: float | None = None
    """Of traces that begin here, how many are sampled; None: no trace begins here."""


_recording = Recording()
_NO_MESSAGES: Final[Mapping[str | None, Span]] = {}
_of_messages: ContextVar[Mapping[str | None, Span]] = ContextVar("of messages", default=_NO_MESSAGES)
"""Inside a batch: the span of each of its messages that has one, by the message's traceparent."""


def record_to(recording: Recording) -> None:
    global _recording  # noqa: PLW0603  one process, one telemetry
    _recording = recording


def current_traceparent() -> str | None:
    """The current span as a W3C traceparent, sampled or not (the flag says which); None outside any span."""
    context = get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def current_trace_id() -> str | None:
    """The current trace as 32 hexadecimal digits; None outside any span."""
    context = get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


def trace_id_of(traceparent: str | None) -> str | None:
    """Its trace, for what is told of a message outside its own span; None for what is no traceparent."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    return None if match is None else match[1]


def is_sampled(traceparent: str | None) -> bool:
    return traceparent is not None and traceparent[-1:] in _ODD


def child_traceparent(parent: str | None) -> str | None:
    """A traceparent for a child to be recorded later. Unsampled ones stay as they are."""
    if parent is None or not is_sampled(parent):
        return parent
    return f"{parent[:36]}{random.getrandbits(64) or 1:016x}{parent[52:]}"


def context_from(traceparent: str | None) -> Context:
    """The context to start a span under. None or a malformed value gives an empty one: a new trace begins."""
    parent = _parsed(traceparent)
    return Context() if parent is None else set_span_in_context(NonRecordingSpan(parent), Context())


def start_span(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Attributes | None = None,
    parent: Context | None = None,
    links: Sequence[Link] = (),
) -> AbstractContextManager[Span]:
    """``with start_span(…) as span:`` a child of ``parent``, or of the current span, and current inside."""
    return _recording.tracer.start_as_current_span(name, parent, kind, attributes, links)


class Over(NamedTuple):
    """A span that is over, all but its ids. Times are nanoseconds since 1970."""

    name: str
    kind: SpanKind
    start_ns: int
    end_ns: int
    attributes: Attributes | None = None
    error: str | None = None
    links: Sequence[Link] = ()


@contextmanager
def start_batch_span(
    name: str, traceparents: Iterable[str | None], attributes: Attributes | None = None
) -> Iterator[Span]:
    """One consumer span in the trace of every sampled message of a batch.

    A batch is one transaction: what is done for all of it belongs to one trace, that of the first sampled
    message, whose span links to every other message, as the conventions for messaging want it. The others'
    own spans, without which their traces would end at the broker, say how long it took and link to it.
    What is done for one message belongs to its own, see ``within``.
    """
    # an unsampled message still says that no new trace is to begin; one without any says nothing
    distinct = dict.fromkeys(traceparents)
    first, *others = sorted(distinct, key=lambda t: (is_sampled(t), t is not None), reverse=True) or [None]
    messages = {other: found for other in others if is_sampled(other) and (found := _parsed(other))}
    own = {other: _child_of(message) for other, message in messages.items()}
    links = [Link(message) for message in messages.values()]
    started, failed = time_ns(), ""
    with start_span(name, SpanKind.CONSUMER, attributes, context_from(first), links) as span:
        token = _of_messages.set({first: span, **{other: NonRecordingSpan(own[other]) for other in own}})
        try:
            yield span
        except Exception as error:
            failed = type(error).__name__
            keep_failure(span, first, Over(name, SpanKind.CONSUMER, started, time_ns(), attributes, failed))
            raise
        finally:
            _of_messages.reset(token)
            to_batch = [Link(span.get_span_context())]
            over = Over(name, SpanKind.CONSUMER, started, time_ns(), attributes, failed or None, to_batch)
            for other, message in messages.items():
                _export(over, own[other], message)


@contextmanager
def within(traceparent: str | None) -> Iterator[None]:
    """What is done inside is done for this message of the batch: its statements and events are in its trace.

    Outside a batch, and for an unsampled message, they follow the message itself.
    """
    span = _of_messages.get().get(traceparent)
    if span is None and (message := _parsed(traceparent)):
        span = NonRecordingSpan(message)
    if span is None:
        yield
        return
    token = attach(set_span_in_context(span))
    try:
        yield
    finally:
        detach(token)


def record_span(
    name: str,
    parent: str | None,
    start_ns: int,
    end_ns: int,
    attributes: Attributes | None = None,
    *,
    kind: SpanKind = SpanKind.PRODUCER,
    traceparent: str | None = None,
    error: str | None = None,
) -> str | None:
    """Record a span that is already over, under the ``traceparent`` of ``child_traceparent`` or a new one.

    Returns the span's traceparent; an unsampled or missing parent is returned as it is, at the price of a
    comparison. Times are nanoseconds since 1970. Needs 6 µs; the SDK's own span needs 16 µs.
    """
    if not is_sampled(parent):
        return parent
    traceparent = traceparent or child_traceparent(parent)
    above, own = _parsed(parent), _parsed(traceparent)
    if above is None or own is None:
        return parent
    _export(Over(name, kind, start_ns, end_ns, attributes, error), own, above)
    return traceparent


def somebody_records() -> bool:
    """Whether the current trace is sampled and its spans go anywhere."""
    return bool(_recording.exporters) and get_current_span().get_span_context().trace_flags.sampled


def record_beneath(over: Over) -> None:
    """Record a child of the current span. Outside any trace there is none."""
    parent = get_current_span().get_span_context()
    if parent.is_valid:
        _export(over, _child_of(parent), parent)


def keep_failure(span: Span, parent: str | None, over: Over) -> None:
    """Record a failed ``span`` that the sampler had left out."""
    own = span.get_span_context()
    if own.is_valid and not own.trace_flags.sampled:
        _export(over, _kept(own), _parsed(parent))


def exported(span: Span, *, failed: bool) -> SpanContext | None:
    """The ids of a span that can be found once it is over; None for one that goes nowhere."""
    own = span.get_span_context()
    return own if _recording.exporters and own.is_valid and (failed or own.trace_flags.sampled) else None


def _child_of(parent: SpanContext) -> SpanContext:
    return SpanContext(parent.trace_id, random.getrandbits(64) or 1, False, _SAMPLED)


def _kept(context: SpanContext) -> SpanContext:
    """As exporters take it, who leave out what is not sampled."""
    if context.trace_flags.sampled:
        return context
    return SpanContext(context.trace_id, context.span_id, False, _SAMPLED)


def _export(over: Over, own: SpanContext, parent: SpanContext | None) -> None:
    if not _recording.exporters:
        return
    span = ReadableSpan(
        over.name,
        own,
        parent,
        _recording.resource,
        over.attributes,
        links=over.links,
        kind=over.kind,
        status=Status() if over.error is None else Status(StatusCode.ERROR, over.error),
        start_time=over.start_ns,
        end_time=over.end_ns,
        instrumentation_scope=SCOPE,
    )
    for export in _recording.exporters:
        export(span)


class ServerSpan(NonRecordingSpan):
    """A request's span that is made when the request is over: 1 µs, 3 if sampled (the SDK's: 7 and 13).

    It is current from ``begin`` to the end of the task, which is the request's own, so statements and log
    lines belong to it. It takes no attributes before it ends.
    """

    def __init__(self, traceparent: str | None) -> None:
        self._parent = _parsed(traceparent) if traceparent else None
        self._own: SpanContext | None = None
        self._trace_id = random.getrandbits(128) if self._parent is None else self._parent.trace_id
        self._sampled = _is_to_be_sampled(self._parent, self._trace_id)
        self._started_ns = time_ns()

    def begin(self) -> None:
        attach(set_span_in_context(self, _NOTHING))

    def get_span_context(self) -> SpanContext:
        """Made when somebody asks: of an unsampled request often nobody does."""
        if self._own is None:
            flags = _SAMPLED if self._sampled else _UNSAMPLED
            if self._parent is None and _recording.ratio is None:
                self._own = INVALID_SPAN_CONTEXT
            else:
                self._own = SpanContext(self._trace_id, random.getrandbits(64) or 1, False, flags)
        return self._own

    @property
    def is_wanted(self) -> bool:
        """Whether its name and attributes are worth making, should nothing fail."""
        return self._sampled and bool(_recording.exporters)

    def end_as(self, name: str, attributes: Attributes | None, error: str | None = None) -> None:
        """Recorded, if it is sampled or failed."""
        if self._sampled or error is not None:
            over = Over(name, SpanKind.SERVER, self._started_ns, time_ns(), attributes, error)
            _export(over, _kept(self.get_span_context()), self._parent)


def _is_to_be_sampled(parent: SpanContext | None, trace_id: int) -> bool:
    """As the SDK's sampler decides: the caller's choice holds, else the ratio's, by the trace's id."""
    if parent is not None:
        return parent.trace_flags.sampled
    return _recording.ratio is not None and trace_id & _LOW_64 < _recording.ratio * (1 << 64)


def _parsed(traceparent: str | None) -> SpanContext | None:
    match = _TRACEPARENT.fullmatch(traceparent or "")
    if match is None:
        return None
    trace_id, span_id, flags = (int(part, 16) for part in match.groups())
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return context if context.is_valid else None
