"""Every line that Kervan itself writes into a log: its name, level and keys, and what it says to operators.

``docs/logs.md`` is written from this table, and a test holds it against every call in the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DEBUG, INFO, WARNING, ERROR = "debug", "info", "warning", "error"

OF_EVERY_LINE: Final = ("time", "level", "service", "event", "logger", "trace_id", "span_id")
"""Written by the chassis; no call names one, but ``trace_id`` where the line is about another trace."""

OF_A_RECORD: Final = ("topic", "partition", "offset", "key", "event_id", "type", "trace_id")


@dataclass(frozen=True, slots=True)
class LogEvent:
    """``keys``: beside those of every line; a key that has no value in a line may be missing from it."""

    name: str
    level: str
    keys: tuple[str, ...]
    meaning: str


def _lasting(name: str, over: str, keys: tuple[str, ...], meaning: str) -> Iterator[LogEvent]:
    """A ``Trouble``: a line when it begins, one for each new kind of error, one when it is over."""
    bound = tuple(key for key in keys if key in {"group", "source", "entry"})
    yield LogEvent(name, WARNING, ("error", *keys), f"{meaning}; `{over}` ends it")
    yield LogEvent(over, INFO, ("seconds", "attempts", *bound), f"Over: `{name}`, how long and how often")


DECISIONS: Final = (
    LogEvent(
        "command.done",
        INFO,
        ("command", "key", "status", "events", "events_count"),
        "A command is committed: method and route, the aggregate, what it published (the first 20)",
    ),
    LogEvent("command.refused", INFO, ("command", "code"), "A rule said no; nothing has changed"),
    LogEvent("command.replayed", INFO, ("command", "key"), "The same command came again: its first answer"),
    LogEvent(
        "event.acted_on",
        INFO,
        ("group", *OF_A_RECORD, "events", "events_count"),
        "A reactor's effect is committed, with what it published. Projections keep copies and are silent",
    ),
    LogEvent(
        "record.parked",
        ERROR,
        ("group", *OF_A_RECORD, "reason"),
        "A record cannot be handled: it is set aside with its key, others go on. `kervan parked list`",
    ),
    LogEvent(
        "record.parked_behind",
        WARNING,
        ("group", *OF_A_RECORD),
        "Its key was set aside already; it waits in its place",
    ),
)

PROCESS: Final = (
    LogEvent("process.started", INFO, ("part", "port"), "All parts run"),
    LogEvent("process.stopped", INFO, ("part",), "Everything taken in was finished"),
    LogEvent(
        "process.topics_not_seen",
        WARNING,
        ("error",),
        "Whether the database is behind its topics is not known yet; the relay looks before it sends",
    ),
    *_lasting(
        "process.awaits_database",
        "process.found_database",
        (),
        "What is written at the start waits for the database, for two minutes at most",
    ),
    LogEvent(
        "migrations.database_is_later",
        WARNING,
        ("package", "versions"),
        "A release was taken back: its migrations stay, nothing is migrated",
    ),
    LogEvent("clock.skewed", ERROR, ("ahead_seconds",), "This machine's clock is wrong; see `clock.right`"),
    LogEvent("clock.right", INFO, ("ahead_seconds",), "It is right again"),
    *_lasting(
        "housekeeping.postponed",
        "housekeeping.done_again",
        (),
        "Nothing is measured or forgotten: the database is away",
    ),
    *_lasting(
        "timetable.postponed",
        "timetable.kept_again",
        ("entry",),
        "What is due by the clock waits: the database is away",
    ),
    LogEvent(
        "timetable.failed",
        ERROR,
        ("entry", "id", "error"),
        "What was due could not be done; it is tried again, the others are done",
    ),
    *_lasting(
        "readings.postponed",
        "readings.written_again",
        ("waiting",),
        "Who reads whom waits in memory: the database is away",
    ),
    *_lasting(
        "sealing.keys_unreadable",
        "sealing.keys_readable",
        (),
        "The key file changed and cannot be read; the known keys go on",
    ),
    *_lasting(
        "signing_keys.not_read",
        "signing_keys.read_again",
        ("source", "detail"),
        "The issuer's keys cannot be read; old ones go on",
    ),
)

FLOW: Final = (
    *_lasting(
        "relay.restarting",
        "relay.sending_again",
        ("detail",),
        "Events wait in the outbox: Kafka or the database is away",
    ),
    *_lasting("topics.unknown", "topics.known", (), "Kafka is not there yet; whatever lives on it waits"),
    *_lasting(
        "consumer.restarting",
        "consumer.reading_again",
        ("group",),
        "The group's member lost its broker and joins anew",
    ),
    *_lasting("consumer.lag_unknown", "consumer.lag_known", ("group",), "The broker tells no ends"),
    *_lasting(
        "consumer.place_unknown",
        "consumer.placed",
        ("group",),
        "Where to begin cannot be found out; nothing is read",
    ),
    *_lasting(
        "consumer.database_away",
        "consumer.database_back",
        ("group",),
        "The group's batch waits for the database, and is tried again",
    ),
    LogEvent(
        "consumer.stalled",
        ERROR,
        ("group", "lag", "stalls"),
        "Records wait and nothing moves; after the third time the process ends",
    ),
    LogEvent(
        "consumer.commit_dropped",
        INFO,
        ("group", "error"),
        "The partition is another member's; the inbox absorbs what comes twice",
    ),
    LogEvent(
        "consumer.drain_timeout", WARNING, ("group",), "A batch took too long to wait for in a rebalance"
    ),
    LogEvent(
        "consumer.out_of_range",
        ERROR,
        ("group", "topic", "partition", "committed", "beginning"),
        "Records are gone that the group had not read",
    ),
    LogEvent(
        "consumer.range_unknown",
        WARNING,
        ("group", "error"),
        "Whether records are gone that the group had not read could not be found out after a rebalance",
    ),
    LogEvent(
        "consumer.offsets_lost",
        ERROR,
        ("group", "partitions", "since"),
        "Kafka forgot the group's positions; it reads again as far back as its inbox remembers",
    ),
)

REQUESTS: Final = (
    LogEvent(
        "request.refused_by_database",
        WARNING,
        ("code", "error", "sqlstate", "constraint"),
        "PostgreSQL is away, full or too slow for a request of a service",
    ),
    LogEvent("request.failed", ERROR, ("method", "route"), "A fault of ours, with its stack; answered 500"),
)

GATEWAY: Final = (
    LogEvent(
        "query.refused_by_database",
        WARNING,
        ("code", "error", "sqlstate", "constraint"),
        "PostgreSQL is away, full or too slow for a query",
    ),
    LogEvent("query.failed", ERROR, (), "A fault of ours in a query, with its stack; answered 500"),
    LogEvent("resolver.failed", ERROR, ("path",), "A fault of ours in one field, with its stack"),
    LogEvent("service.unreachable", WARNING, ("owner", "error"), "A command found its service away"),
    LogEvent("service.failed", WARNING, ("owner", "status", "code"), "A command's service answered 5xx"),
    *_lasting(
        "cache.lease_lost",
        "cache.lease_held",
        (),
        "Too slow or cut off for a lease of 3 s: answers come without the cache",
    ),
    *_lasting(
        "changes.unreadable",
        "changes.read_again",
        (),
        "Subscribers hear nothing: the database is away, or a fault of ours, then with its stack",
    ),
    LogEvent(
        "changes.untold",
        WARNING,
        ("error", "subscribers"),
        "So many subscribers were sent away, to come back with their cursors: the database is away",
    ),
    LogEvent(
        "subscription.unopened", WARNING, ("error",), "A subscriber was sent away: the database is away"
    ),
    LogEvent("subscription.failed", ERROR, (), "A fault of ours in one subscription, with its stack"),
    LogEvent("websocket.failed", ERROR, (), "A fault of ours on one connection, with its stack"),
)

SECTIONS: Final = {
    "Decisions": DECISIONS,
    "The process": PROCESS,
    "The flow of events": FLOW,
    "Requests": REQUESTS,
    "The gateway": GATEWAY,
}
LOG_EVENTS: Final = tuple(event for section in SECTIONS.values() for event in section)
