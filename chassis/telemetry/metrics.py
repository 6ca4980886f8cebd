"""What operators count. Every measurement is one function call; before telemetry starts it goes nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from opentelemetry.metrics import CallbackOptions, Meter, NoOpMeter, Observation

from chassis.telemetry import names
from chassis.telemetry.durations import Durations

Labels = tuple[tuple[str, str], ...]


class Level:
    """Present values by label, read when somebody scrapes. A forgotten one disappears instead of freezing."""

    def __init__(self) -> None:
        self._values: dict[Labels, float] = {}

    def set(self, value: float, **labels: str) -> None:
        self._values[tuple(sorted(labels.items()))] = value

    def forget(self, **labels: str) -> None:
        """Every value that has these labels; without labels, all."""
        gone = set(labels.items())
        self._values = {held: value for held, value in self._values.items() if not gone <= set(held)}

    def observe(self, _: CallbackOptions) -> Iterable[Observation]:
        return [Observation(value, dict(labels)) for labels, value in list(self._values.items())]


class Since(Level):
    """Like a level, but set to an instant and read as seconds since then: it grows when its owner hangs."""

    def observe(self, options: CallbackOptions) -> Iterable[Observation]:
        now = datetime.now(UTC).timestamp()
        return [Observation(max(0.0, now - o.value), o.attributes) for o in super().observe(options)]


class Count(Level):
    """Only grows; adding costs no instrument's bookkeeping, so it fits the hottest path."""

    def add(self, times: int = 1, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        self._values[key] = self._values.get(key, 0) + times


# levels outlive a restart of telemetry in the same process: their owners set them, not the meter
_outbox_depth: Final = Level()
_outbox_oldest: Final = Since()
_lag: Final = Level()
_parked_keys: Final = Level()
_clock_ahead: Final = Level()
_operations: Final = Count()
_subscriptions_open: Final = Level()
_cache_misses: Final = Count()
_cache_dropped: Final = Count()
_cache_bytes: Final = Level()


class Instruments:
    """The instruments of one meter."""

    def __init__(self, meter: Meter) -> None:
        self.published = meter.create_counter(names.RELAY_PUBLISHED, "{message}", "Acknowledged by Kafka")
        self.publishing = meter.create_histogram(names.RELAY_DURATION, "s", "Outbox rows to acknowledgement")
        self.handled = meter.create_counter(names.CONSUMER_HANDLED, "{message}", "Consumed with effect")
        self.parked = meter.create_counter(names.CONSUMER_PARKED, "{message}", "Set aside with their key")
        self.out_of_range = meter.create_counter(
            names.CONSUMER_OUT_OF_RANGE,
            "{partition}",
            "Positions the topic no longer holds: records were missed",
        )
        self.staleness = meter.create_histogram(names.VIEW_STALENESS, "s", "Event made to row visible")
        self.replays = meter.create_counter(names.IDEMPOTENT_REPLAYS, "{request}", "Answered from the first")
        self.told = meter.create_counter(names.CHANGES_TOLD, "{message}", "Changes told to subscribers")
        self.sent_away = meter.create_counter(
            names.CLIENTS_SENT_AWAY, "{client}", "Subscribers whose connection we ended, by reason"
        )
        for name, unit, level in (
            (names.OUTBOX_DEPTH, "{row}", _outbox_depth),
            (names.OUTBOX_OLDEST_AGE, "s", _outbox_oldest),
            (names.CONSUMER_LAG, "{message}", _lag),
            (names.PARKED_KEYS, "{key}", _parked_keys),
            (names.CLOCK_AHEAD, "s", _clock_ahead),
            (names.SUBSCRIPTIONS_OPEN, "{subscription}", _subscriptions_open),
            (names.CACHE_BYTES, "By", _cache_bytes),
        ):
            meter.create_observable_gauge(name, [level.observe], unit)
        for name, unit, count in (
            (names.GATEWAY_OPERATIONS, "{operation}", _operations),
            (names.CACHE_MISSES, "{operation}", _cache_misses),
            (names.CACHE_DROPPED, "{result}", _cache_dropped),
        ):
            meter.create_observable_counter(name, [count.observe], unit)


_instruments = Instruments(NoOpMeter(names.NAMESPACE))
_durations: Durations | None = None


def measure_with(meter: Meter, durations: Durations | None) -> None:
    global _instruments, _durations
    _instruments, _durations = Instruments(meter), durations


def request_answered(method: str, route: str, status: int, seconds: float) -> None:
    if _durations is not None:
        _durations.record((method, route, status), seconds)


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


def relay_published(count: int, seconds: float) -> None:
    _instruments.published.add(count)
    _instruments.publishing.record(seconds)


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


def lag_measured(group: str, topic: str, partition: int, messages: int) -> None:
    _lag.set(messages, group=group, topic=topic, partition=str(partition))


def lag_forgotten(group: str, topic: str, partition: int) -> None:
    """The partition went to another member: its lag is theirs to tell."""
    _lag.forget(group=group, topic=topic, partition=str(partition))


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
