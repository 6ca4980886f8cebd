"""What operators count. Every measurement is one function call; before telemetry starts it goes nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from opentelemetry.metrics import Counter, Histogram, Meter, NoOpMeter
from opentelemetry.trace import SpanContext

from chassis.telemetry import names
from chassis.telemetry.catalogue import BY_NAME
from chassis.telemetry.durations import Durations
from chassis.telemetry.levels import NOTHING_WAITS, Count, Level, Since
from chassis.telemetry.pools import Pools, Read

# levels outlive a restart of telemetry in the same process: their owners set them, not the meter
_outbox_depth: Final = Level()
_outbox_oldest: Final = Since()
_lag: Final = Level()
_lag_time: Final = Since()
_parked_keys: Final = Level()
_erasure_waiting: Final = Since()
_clock_ahead: Final = Level()
_operations: Final = Count()
_subscriptions_open: Final = Level()
_cache_misses: Final = Count()
_cache_dropped: Final = Count()
_cache_bytes: Final = Level()
_payments_overdue: Final = Level()
_payments_made: Final = Level()
_payments_late_share: Final = Level()
_payment_days: Final = Level()
_pools: Final = Pools()

_GAUGES: Final = {
    names.OUTBOX_DEPTH: _outbox_depth.observe,
    names.OUTBOX_OLDEST_AGE: _outbox_oldest.observe,
    names.CONSUMER_LAG: _lag.observe,
    names.CONSUMER_LAG_TIME: _lag_time.observe,
    names.PARKED_KEYS: _parked_keys.observe,
    names.ERASURE_WAITING_AGE: _erasure_waiting.observe,
    names.CLOCK_AHEAD: _clock_ahead.observe,
    names.SUBSCRIPTIONS_OPEN: _subscriptions_open.observe,
    names.CACHE_BYTES: _cache_bytes.observe,
    names.PAYMENTS_OVERDUE: _payments_overdue.observe,
    names.PAYMENTS_MADE: _payments_made.observe,
    names.PAYMENTS_LATE_SHARE: _payments_late_share.observe,
    names.PAYMENT_DAYS: _payment_days.observe,
    names.POOL_CONNECTIONS: _pools.connections,
    names.POOL_CONNECTIONS_MAX: _pools.most,
}
_COUNTS: Final = {
    names.GATEWAY_OPERATIONS: _operations.observe,
    names.CACHE_MISSES: _cache_misses.observe,
    names.CACHE_DROPPED: _cache_dropped.observe,
}
_BATCH_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_STALE_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)


class Instruments:
    """The instruments of one meter; the catalogue says what they are."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self.published = self._counter(names.RELAY_PUBLISHED)
        self.publishing = self._histogram(names.RELAY_DURATION, _BATCH_SECONDS)
        self.handled = self._counter(names.CONSUMER_HANDLED)
        self.parked = self._counter(names.CONSUMER_PARKED)
        self.out_of_range = self._counter(names.CONSUMER_OUT_OF_RANGE)
        self.readings_refused = self._counter(names.READINGS_REFUSED)
        self.timetable_failed = self._counter(names.TIMETABLE_FAILED)
        self.staleness = self._histogram(names.VIEW_STALENESS, _STALE_SECONDS)
        self.replays = self._counter(names.IDEMPOTENT_REPLAYS)
        self.told = self._counter(names.CHANGES_TOLD)
        self.sent_away = self._counter(names.CLIENTS_SENT_AWAY)
        for counter in (self.readings_refused, self.replays, self.told):
            counter.add(0)
        for name, read in _GAUGES.items():
            meter.create_observable_gauge(name, [read], BY_NAME[name].unit, BY_NAME[name].meaning)
        for name, read in _COUNTS.items():
            meter.create_observable_counter(name, [read], BY_NAME[name].unit, BY_NAME[name].meaning)

    def _counter(self, name: str) -> Counter:
        return self._meter.create_counter(name, BY_NAME[name].unit, BY_NAME[name].meaning)

    def _histogram(self, name: str, bounds: Sequence[float]) -> Histogram:
        """The SDK's own bounds are made for milliseconds: everything below 5 s would fall into one."""
        unit, meaning = BY_NAME[name].unit, BY_NAME[name].meaning
        return self._meter.create_histogram(name, unit, meaning, explicit_bucket_boundaries_advisory=bounds)


_instruments = Instruments(NoOpMeter(names.NAMESPACE))
_requests: Durations | None = None
_graphql: Durations | None = None


def measure_with(meter: Meter, requests: Durations | None, graphql: Durations | None) -> None:
    global _instruments, _requests, _graphql
    _instruments, _requests, _graphql = Instruments(meter), requests, graphql


def request_answered(
    method: str, route: str, status: int, seconds: float, kept: SpanContext | None = None
) -> None:
    """``kept``: the request's span, if it is exported: the figure's exemplar."""
    if _requests is not None:
        _requests.record((method, route, status), seconds, kept)


def operation_answered(
    name: str, kind: str, outcome: str, seconds: float, kept: SpanContext | None = None
) -> None:
    """``name`` from a bounded set: each makes a series of its own. ``kept`` as above."""
    if _graphql is not None:
        _graphql.record((name, kind, outcome), seconds, kept)


def pool_watched(name: str, read: Read) -> None:
    """``read`` is asked whenever somebody scrapes."""
    _pools.watch(name, read)


def outbox_measured(depth: int, oldest_at: datetime | None) -> None:
    """Rows waiting, and when the oldest was written; its age is computed when scraped."""
    _outbox_depth.set(depth)
    if oldest_at is None:
        _outbox_oldest.forget()
    else:
        _outbox_oldest.set(oldest_at.timestamp())


def clock_ahead(seconds: float) -> None:
    """Of PostgreSQL's clock; below zero when behind."""
    _clock_ahead.set(seconds)


def relay_published(by_topic: Mapping[str, int], seconds: float) -> None:
    """A batch, of which Kafka acknowledged so many records of each topic."""
    for topic, count in by_topic.items():
        _instruments.published.add(count, {"topic": topic})
    _instruments.publishing.record(seconds)


def group_begins(group: str, topics: Iterable[str]) -> None:
    """Its counts are there from now on: ``rate`` does not see what appears with its first count."""
    for topic in topics:
        for counter in (_instruments.handled, _instruments.parked, _instruments.out_of_range):
            counter.add(0, {"group": group, "topic": topic})


def messages_handled(group: str, topic: str, count: int = 1) -> None:
    _instruments.handled.add(count, {"group": group, "topic": topic})


def message_parked(group: str, topic: str) -> None:
    _instruments.parked.add(1, {"group": group, "topic": topic})


def group_out_of_range(group: str, topic: str) -> None:
    _instruments.out_of_range.add(1, {"group": group, "topic": topic})


def parked_keys(by_group: Mapping[str, int]) -> None:
    """All there are: a group that is not named has none any more."""
    _parked_keys.forget()
    for group, keys in by_group.items():
        _parked_keys.set(keys, group=group)


def erasures_waiting(oldest_by_group: Mapping[str, datetime]) -> None:
    """All that are parked: since when the oldest of each group waits."""
    _erasure_waiting.forget()
    for group, since in oldest_by_group.items():
        _erasure_waiting.set(since.timestamp(), group=group)


def reading_refused() -> None:
    _instruments.readings_refused.add(1)


def timetable_begins(entry: str) -> None:
    """Its count is there from now on, as that of a group."""
    _instruments.timetable_failed.add(0, {"entry": entry})


def timetable_failed(entry: str) -> None:
    _instruments.timetable_failed.add(1, {"entry": entry})


def lag_measured(group: str, topic: str, partition: int, messages: int, since: float | None = None) -> None:
    """``since``: from when the oldest record waits, seconds of the epoch; None: none does."""
    place = {"group": group, "topic": topic, "partition": str(partition)}
    _lag.set(messages, **place)
    _lag_time.set(NOTHING_WAITS if since is None else since, **place)


def lag_forgotten(group: str, topic: str, partition: int) -> None:
    """The partition went to another member: its lag is theirs to tell."""
    for level in (_lag, _lag_time):
        level.forget(group=group, topic=topic, partition=str(partition))


def view_updated(group: str, topic: str, seconds: float) -> None:
    """How old an event was when its row became visible."""
    _instruments.staleness.record(seconds, {"group": group, "topic": topic})


def operation_compiled() -> None:
    """A query was answered by one statement."""
    _operations.add(path="compiled", reason="")


def operation_cached() -> None:
    """A query was answered from the cache."""
    _operations.add(path="cached", reason="")


def cache_missed(why: str) -> None:
    """An answer that may be cached was read: it was not there, or a change is on its way to it."""
    _cache_misses.add(why=why)


def cache_dropped(results: int, why: str) -> None:
    """Results went: a change touched them, others needed their room, or changes may have been missed."""
    if results:
        _cache_dropped.add(results, why=why)


def cache_holds(size: int) -> None:
    """In bytes."""
    _cache_bytes.set(size)


def operation_resolved(reason: str) -> None:
    """An operation was answered field by field, and why."""
    _operations.add(path="resolved", reason=reason)


def idempotent_replay() -> None:
    _instruments.replays.add(1)


def subscriptions_open(count: int) -> None:
    _subscriptions_open.set(count)


def changes_told(count: int) -> None:
    _instruments.told.add(count)


def client_sent_away(reason: str) -> None:
    """``reason`` is the refusal's code: too slow, lifetime over, restarting, token expired…"""
    _instruments.sent_away.add(1, {"reason": reason})


def payments_overdue(counts: Mapping[tuple[str, str], int]) -> None:
    """By instalment and state; each that is not named has none."""
    for (instalment, state), count in counts.items():
        _payments_overdue.set(count, instalment=instalment, state=state)


def payments_made(instalment: str, count: int, late: int, days_mean: float, days_max: float) -> None:
    """Of the last 90 days. Without any there is no share and there are no days."""
    _payments_made.set(count, instalment=instalment)
    if not count:
        _payments_late_share.forget(instalment=instalment)
        _payment_days.forget(instalment=instalment)
        return
    _payments_late_share.set(late / count, instalment=instalment)
    _payment_days.set(days_mean, instalment=instalment, statistic="mean")
    _payment_days.set(days_max, instalment=instalment, statistic="max")
