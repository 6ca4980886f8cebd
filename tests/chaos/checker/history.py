"""A run as the checker sees it: what clients said, what Kafka and the databases hold, what was injected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

from tests.chaos.said import Outcome, Said

Row = Mapping[str, Any]
State = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Key = tuple[str, str]
"""A topic and a key in it."""

OURS = "/kervan/"
OUTSIDE = "/kervan/finance-office"
SENT_AGAIN = "republished.v1"


@dataclass(frozen=True)
class Record:
    """A record of Kafka's log. ``headers`` are as they came; ``value`` is None for an erasure."""

    topic: str
    partition: int
    offset: int
    key: str
    headers: Mapping[str, str]
    value: bytes | None

    @property
    def id(self) -> str:
        return self.headers.get("ce_id", "")

    @property
    def type(self) -> str:
        return self.headers.get("ce_type", "")

    @property
    def source(self) -> str:
        return self.headers.get("ce_source", "")

    @property
    def sequence(self) -> int:
        """The aggregate's version after the change. Raises: ValueError, KeyError for what is no event."""
        return int(self.headers["ce_sequence"])

    @cached_property
    def readable(self) -> bool:
        try:
            return self.value is None or "state" in orjson.loads(self.value)
        except ValueError:
            return False

    @cached_property
    def state(self) -> dict[str, Any] | None:
        """The aggregate after the change; None when it was erased."""
        return None if self.value is None else orjson.loads(self.value)["state"]

    @property
    def sent_again(self) -> bool:
        """The present state, told once more: no change."""
        return self.type.endswith(SENT_AGAIN)

    @property
    def place(self) -> str:
        return f"{self.topic}[{self.partition}]@{self.offset}"


POISON = "poison"
SENT_BY_US = frozenset({"duplicates", "stale-events", "results-again", POISON})
"""Faults that put records into Kafka."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something done to the run. ``kind`` says what, ``target`` to whom; a record put into Kafka has a place.

    ``done`` is False when nobody knows whether it was: another fault was in the way.
    """

    at: float
    kind: str
    target: str = ""
    partition: int | None = None
    offset: int | None = None
    done: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parked key as it was before somebody tended it, everything up to ``end`` having been delivered."""

    group: str
    topic: str
    key: str
    partition: int
    offsets: Sequence[int]
    end: int


@dataclass(frozen=True)
class History:
    """Everything known of a run. ``rows`` by database and table; a table that is missing there is empty."""

    said: Sequence[Said] = ()
    records: Sequence[Record] = ()
    rows: Mapping[str, Tables] = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    tended: Sequence[Waiting] = ()

    def table(self, database: str, name: str) -> Sequence[Row]:
        return self.rows.get(database, {}).get(name, ())

    @cached_property
    def injected(self) -> frozenset[tuple[str, int | None, int | None]]:
        return frozenset((f.target, f.partition, f.offset) for f in self.faults if f.offset is not None)

    @cached_property
    def perhaps_injected(self) -> frozenset[str]:
        """Topics into which somebody tried to put records, and does not know where they are, if they are."""
        return frozenset(f.target for f in self.faults if f.kind in SENT_BY_US and not f.done)

    @cached_property
    def genuine(self) -> Sequence[Record]:
        """What services and the finance office wrote, nothing that the harness put there, by place."""
        written = (r for r in self.records if (r.topic, r.partition, r.offset) not in self.injected)
        readable = (r for r in written if r.readable or r.topic not in self.perhaps_injected)
        return sorted(readable, key=lambda record: (record.topic, record.partition, record.offset))

    @cached_property
    def told(self) -> Sequence[Record]:
        """What Kervan's services wrote."""
        return [r for r in self.genuine if r.source.startswith(OURS) and r.source != OUTSIDE]

    @cached_property
    def by_key(self) -> Mapping[Key, Sequence[Record]]:
        found: dict[Key, list[Record]] = defaultdict(list)
        for record in self.told:
            found[record.topic, record.key].append(record)
        return found

    @cached_property
    def newest(self) -> Mapping[str, Mapping[str, Record]]:
        """By topic and key, the record of the highest sequence: the aggregate as it was last told."""
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for (topic, key), records in self.by_key.items():
            found[topic][key] = max(records, key=lambda record: record.sequence)
        return found

    def states(self, topic: str) -> Mapping[str, State]:
        """The last told state of every key that was not erased."""
        return self._states.get(topic, {})

    @cached_property
    def _states(self) -> Mapping[str, Mapping[str, State]]:
        return {
            topic: {key: state for key, record in newest.items() if (state := record.state) is not None}
            for topic, newest in self.newest.items()
        }

    def events(self, *types: str) -> Sequence[Record]:
        """Each event of these types once, however often it was sent."""
        wanted = (record for record in self.genuine if record.type in types)
        return list({record.id: record for record in wanted}.values())

    def changes(self, *topics: str) -> Sequence[Record]:
        """Every change told on these topics once, in the order in which they were decided.

        Events are numbered by UUIDv7 under their aggregate's lock, and no chaos sets that clock.
        """
        wanted = (r for r in self.told if r.topic in topics and not r.sent_again)
        return sorted({record.id: record for record in wanted}.values(), key=lambda record: record.id)

    @cached_property
    def acknowledged(self) -> Sequence[Said]:
        return [one for one in self.said if one.outcome is Outcome.ACKNOWLEDGED]

    @cached_property
    def commands(self) -> Mapping[str, Sequence[Said]]:
        """The attempts at each command, by its Idempotency-Key: the last word of each attempt."""
        attempts: dict[tuple[str, int], Said] = {}
        for one in self.said:
            attempts[one.key, one.attempt] = one
        found: dict[str, list[Said]] = defaultdict(list)
        for (key, _), last in attempts.items():
            found[key].append(last)
        return found

    @cached_property
    def asked(self) -> Mapping[str, State]:
        """What each command was given, by its Idempotency-Key."""
        return {one.key: one.given for one in reversed(self.said) if one.given}

    @cached_property
    def erased(self) -> frozenset[str]:
        """Keys that ended in a tombstone."""
        return frozenset(record.key for record in self.told if record.value is None)

    @cached_property
    def _erased_words(self) -> re.Pattern[bytes] | None:
        return re.compile("|".join(self.erased).encode()) if self.erased else None

    def mentions_the_erased(self, text: bytes) -> bool:
        return self._erased_words is not None and self._erased_words.search(text) is not None


def by(rows: Iterable[Row], *columns: str) -> dict[Any, list[Row]]:
    """Rows by the text of a column, or by a tuple of several."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        values = tuple(None if row[c] is None else str(row[c]) for c in columns)
        found[values if len(columns) > 1 else values[0]].append(row)
    return found
