"""Promise 4: a message that cannot be handled parks its key, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from tests.chaos.checker.history import POISON, History, Key, Record, Row
from tests.chaos.checker.language import ACTS_ON, AGGREGATES, GATEWAY, READS, database_of
from tests.chaos.checker.report import Breach, Harm

PROMISE = 4


def only_poison_is_parked(history: History) -> Iterator[Breach]:
    """Every parked key had a record put into Kafka that nobody can handle."""
    poisoned = _poisoned(history)
    for database in history.rows:
        for row in history.table(database, "parked_key"):
            if (row["topic"], row["key"]) not in poisoned:
                whose = f"{row['consumer_group']} parked {row['key']} of {row['topic']}"
                what = f"{whose}: {_why(row, database, history)}"
                yield Breach(PROMISE, Harm.LOST, "parked without poison", what, f"{database}.parked_record")


def _poisoned(history: History) -> set[Key]:
    """Keys of injected poison, from the log itself: a fault's line says where, the record says whose key."""
    at = {(fault.target, fault.partition, fault.offset) for fault in history.faults if fault.kind == POISON}
    return {
        (record.topic, record.key)
        for record in history.records
        if (record.topic, record.partition, record.offset) in at
        or (record.topic in history.perhaps_injected and not record.readable)
    }


def _why(key: Row, database: str, history: History) -> str:
    rows = _records_of(key, database, history)
    return str(rows[0]["error"]) if rows else "no record"


def _records_of(key: Row, database: str, history: History) -> list[Row]:
    columns = ("consumer_group", "topic", "key")
    found = [
        row
        for row in history.table(database, "parked_record")
        if all(row[column] == key[column] for column in columns)
    ]
    return sorted(found, key=lambda row: (row["partition"], row["offset"]))


def the_rest_of_the_key_waits(history: History) -> Iterator[Breach]:
    """Of a parked key, every record after the first parked one is parked too: none overtook it."""
    for database in history.rows:
        for key in history.table(database, "parked_key"):
            parked = {(row["partition"], row["offset"]) for row in _records_of(key, database, history)}
            if not parked:
                yield _broken(f"{key['key']} is parked without a record", database)
                continue
            for record in history.records:
                place = record.partition, record.offset
                if (record.topic, record.key) != (key["topic"], key["key"]) or place in parked:
                    continue
                if place > min(parked) and _means_something(key["consumer_group"], record.type):
                    yield _broken(f"{key['consumer_group']} did not hold back {record.place}", database)


def _means_something(group: str, event_type: str) -> bool:
    """A reactor passes over what it does not act on; a projection takes everything."""
    return group not in ACTS_ON or event_type in ACTS_ON[group]


def _broken(what: str, database: str) -> Breach:
    return Breach(PROMISE, Harm.DIVERGED, "key not held back", what, f"{database}.parked_record")


def parked_keys_stand_still(history: History) -> Iterator[Breach]:
    """While a key is parked at the gateway, its mirror keeps the state before the first parked record."""
    mirrors = {aggregate.topic: aggregate.mirror for aggregate in AGGREGATES if aggregate.mirror}
    for key in history.table(GATEWAY, "parked_key"):
        first = next(iter(_records_of(key, GATEWAY, history)), None)
        before = [
            record.sequence
            for record in history.by_key.get((key["topic"], key["key"]), ())
            if first is None or record.offset < first["offset"]
        ]
        for row in history.table(GATEWAY, mirrors[key["topic"]] or ""):
            if str(row["id"]) == key["key"] and row["version"] > max(before, default=0):
                yield _broken(f"{key['key']} went on to {row['version']} while it was parked", GATEWAY)


def the_rest_waited_while_it_was_parked(history: History) -> Iterator[Breach]:
    """Before somebody tended a key, all that had come later of it waited too, but of the erased."""
    for parked in history.tended:
        for record in history.records:
            if (record.topic, record.partition, record.key) != (parked.topic, parked.partition, parked.key):
                continue
            came = min(parked.offsets) < record.offset < parked.end and record.offset not in parked.offsets
            if came and _means_something(parked.group, record.type) and not _forgotten(record, history):
                yield _broken(f"{parked.group} did not hold back {record.place}", database_of(parked.group))


def _forgotten(record: Record, history: History) -> bool:
    return history.mentions_the_erased(record.key.encode() + (record.value or b""))


def every_poison_was_parked(history: History) -> Iterator[Breach]:
    """By each group that it meant something to; nobody passed over it."""
    parked = {(p.group, p.topic, p.partition, at) for p in history.tended for at in p.offsets} | {
        (row["consumer_group"], row["topic"], row["partition"], row["offset"])
        for database in history.rows
        for row in history.table(database, "parked_record")
    }
    poison = {(f.target, f.partition, f.offset) for f in history.faults if f.kind == POISON and f.done}
    for record in history.records:
        place = record.topic, record.partition, record.offset
        if place not in poison or _forgotten(record, history):
            continue
        for group, topics in READS.items():
            wanted = record.topic in topics and _means_something(group, record.type)
            if wanted and (group, *place) not in parked:
                what = f"{group} passed over {record.place}, which it cannot have read"
                yield Breach(PROMISE, Harm.LOST, "poison passed over", what, f"{group}'s log")


def groups_are_known(history: History) -> Iterator[Breach]:
    """A parked record stands in the database of a group that reads its topic."""
    for database in history.rows:
        for row in history.table(database, "parked_record"):
            if row["topic"] not in READS.get(row["consumer_group"], ()):
                what = f"{row['consumer_group']} parked a record of {row['topic']}"
                yield Breach(PROMISE, Harm.DIVERGED, "parked elsewhere", what, f"{database}.parked_record")


CHECKS = (
    only_poison_is_parked,
    the_rest_of_the_key_waits,
    the_rest_waited_while_it_was_parked,
    parked_keys_stand_still,
    every_poison_was_parked,
    groups_are_known,
)
