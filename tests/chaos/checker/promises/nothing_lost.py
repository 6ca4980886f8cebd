"""Promise 1: a command that was acknowledged is never lost; each aggregate's story is whole and in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.chaos.checker.history import History, Key, Record
from tests.chaos.checker.language import AGGREGATES, version_of
from tests.chaos.checker.report import Breach, Harm
from tests.chaos.said import Said

PROMISE = 1
ERASES = "erase-person"


def acknowledged_is_kept(history: History) -> Iterator[Breach]:
    """What a client was told is done is in the service, at that version or later, and in Kafka at it.

    Of somebody erased since then both are rightly gone: the row, and what had not been sent yet.
    """
    told = {(r.key, r.sequence) for r in history.told}
    versions = _versions(history)
    for said in history.acknowledged:
        if said.aggregate is None or said.version is None or said.aggregate in history.erased:
            continue
        present = versions.get((said.service, said.aggregate), 0)
        if present < said.version:
            yield _lost("acknowledged, state missing", f"{_words(said)}; the table has {present}", said)
        if (said.aggregate, said.version) not in told:
            yield _lost("acknowledged, event missing", _words(said), said)


def erasures_are_told(history: History) -> Iterator[Breach]:
    """Whoever was told that somebody is erased: so is everybody else."""
    for said in history.acknowledged:
        if said.command == ERASES and said.aggregate not in history.erased:
            yield _lost("acknowledged, erasure not told", _words(said), said)


def _versions(history: History) -> dict[tuple[str, str], int]:
    """The version of each aggregate in its owner's table. An agreement has one row, and its own version."""
    found: dict[tuple[str, str], int] = {}
    for aggregate in AGGREGATES:
        for row in history.table(aggregate.service, aggregate.table):
            place = aggregate.service, str(row["id"])
            found[place] = max(found.get(place, 0), version_of(aggregate, row))
    return found


def rows_are_told(history: History) -> Iterator[Breach]:
    """No row is ahead of what Kafka was told of it."""
    for aggregate in AGGREGATES:
        newest = history.newest.get(aggregate.topic, {})
        for row in history.table(aggregate.service, aggregate.table):
            record = newest.get(str(row["id"]))
            sequence = record.sequence if record else 0
            if (version := version_of(aggregate, row)) > sequence:
                what = f"{aggregate.table} {row['id']} is at {version}, Kafka at {sequence}"
                yield Breach(PROMISE, Harm.LOST, "state without its event", what, aggregate.topic)


def nothing_waits(history: History) -> Iterator[Breach]:
    """At rest, every event has left its outbox."""
    for database, tables in history.rows.items():
        if waiting := len(tables.get("outbox", ())):
            yield Breach(PROMISE, Harm.LOST, "never sent", f"{waiting} events", f"{database}.outbox")


def stories_are_whole(history: History) -> Iterator[Breach]:
    """Every sequence from 1 on, one content each, first told in order; the last record is the newest."""
    for key, records in history.by_key.items():
        yield from _gaps(key, records)
        yield from _forks(key, records)
        yield from _overtaken(key, records)
        if key[0] not in history.perhaps_injected:
            yield from _ends_old(key, records)


def _gaps(key: Key, records: Sequence[Record]) -> Iterator[Breach]:
    """Erasure deletes what was not sent yet of the erased, so before a tombstone some may be missing."""
    found = {record.sequence for record in records}
    missing = sorted(set(range(1, max(found) + 1)) - found)
    if missing and not any(record.value is None for record in records):
        what = f"{key[1]} has no {', '.join(map(str, missing[:5]))} of {max(found)}"
        yield Breach(PROMISE, Harm.LOST, "gap", what, records[0].place)


def _forks(key: Key, records: Sequence[Record]) -> Iterator[Breach]:
    """Two changes at one version, or one change told in two ways."""
    first: dict[int, Record] = {}
    by_id: dict[str, Record] = {}
    for record in records:
        same = by_id.setdefault(record.id, record)
        if (same.value, same.sequence) != (record.value, record.sequence):
            yield _forked(key, same, record)
        if record.sent_again:
            continue
        other = first.setdefault(record.sequence, record)
        if other.id != record.id:
            yield _forked(key, other, record)


def _forked(key: Key, one: Record, other: Record) -> Breach:
    what = f"{key[1]} has two at {other.sequence}: {one.type} and {other.type}"
    return Breach(PROMISE, Harm.DIVERGED, "fork", what, f"{one.place} and {other.place}")


def _overtaken(key: Key, records: Sequence[Record]) -> Iterator[Breach]:
    """A crash may send a beginning again; what comes for the first time follows what came before it."""
    known: set[str] = set()
    highest = 0
    for record in records:
        if record.id in known or record.sent_again:
            continue
        known.add(record.id)
        if record.sequence < highest:
            what = f"{key[1]} tells {record.sequence} for the first time after {highest}"
            yield Breach(PROMISE, Harm.DIVERGED, "overtaken", what, record.place)
        highest = max(highest, record.sequence)


def _ends_old(key: Key, records: Sequence[Record]) -> Iterator[Breach]:
    """Compaction keeps the last record of a key: it must not be an old one."""
    highest = max(record.sequence for record in records)
    if records[-1].sequence < highest:
        what = f"the last record of {key[1]} is {records[-1].sequence}, the newest is {highest}"
        yield Breach(PROMISE, Harm.DIVERGED, "ends old", what, records[-1].place)


def _words(said: Said) -> str:
    return f"{said.command} told client {said.client} {said.aggregate} at {said.version}"


def _lost(check: str, what: str, said: Said) -> Breach:
    return Breach(PROMISE, Harm.LOST, check, what, f"Idempotency-Key {said.key}, {said.at:.2f} s")


CHECKS = (acknowledged_is_kept, erasures_are_told, rows_are_told, nothing_waits, stories_are_whole)
