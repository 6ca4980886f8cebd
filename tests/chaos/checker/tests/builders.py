"""Small histories written by hand: each test names only what matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from tests.chaos.checker.history import Fault, History, Record, Row, Tables, Waiting
from tests.chaos.checker.language import Aggregate
from tests.chaos.checker.report import Breach
from tests.chaos.said import Outcome, Said

AYSE, MEHMET, ZEYNEP = (str(UUID(int=n)) for n in (1, 2, 3))
"""Ids for whatever a test is about: people, events, grants."""


class Log:
    """Kafka's log as services write it: offsets and event ids rise with every record."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def tell(
        self,
        topic: Aggregate | str,
        key: str,
        sequence: int,
        event: str = "kervan.test.changed.v1",
        *,
        source: str = "/kervan/test",
        **state: Any,
    ) -> Record:
        """A change, and the state after it: ``id`` and ``version`` are there by themselves."""
        value = orjson.dumps({"state": {"id": key, "version": sequence} | state})
        return self._append(topic, key, sequence, event, value, source=source)

    def erase(self, topic: Aggregate | str, key: str, sequence: int) -> Record:
        return self._append(topic, key, sequence, "kervan.test.erased.v1", None, source="/kervan/test")

    def again(self, record: Record) -> Record:
        """The same event once more, at the end."""
        self.records.append(replace(record, offset=len(self.records)))
        return self.records[-1]

    def poison(self, like: Record) -> Record:
        """What nobody can read, under a known key."""
        headers = dict(like.headers) | {"ce_id": f"event-{len(self.records):04}"}
        self.records.append(replace(like, offset=len(self.records), value=b"{", headers=headers))
        return self.records[-1]

    def _append(
        self, topic: Aggregate | str, key: str, sequence: int, event: str, value: bytes | None, *, source: str
    ) -> Record:
        name, number = topic if isinstance(topic, str) else topic.topic, len(self.records)
        headers = {
            "ce_id": f"event-{number:04}",
            "ce_type": event,
            "ce_source": source,
            "ce_sequence": str(sequence),
        }
        self.records.append(Record(name, 0, number, key, headers, value))
        return self.records[-1]


def history(
    log: Log | None = None,
    *,
    said: Sequence[Said] = (),
    faults: Sequence[Fault] = (),
    tended: Sequence[Waiting] = (),
    **tables: Sequence[Row],
) -> History:
    """Tables are named ``database__table``."""
    rows: dict[str, dict[str, Sequence[Row]]] = {}
    for name, found in tables.items():
        database, table = name.split("__")
        rows.setdefault(database, {})[table] = found
    databases: dict[str, Tables] = dict(rows)
    return History(
        said=said, records=log.records if log else (), rows=databases, faults=faults, tended=tended
    )


def injected(record: Record, kind: str) -> Fault:
    return Fault(1.0, kind, record.topic, record.partition, record.offset)


def claim(
    key: str, aggregate: str | None = None, version: int | None = None, operation: str = "POST /v1/budgets"
) -> Row:
    """A stored answer; without an aggregate the command is claimed and was never answered."""
    if aggregate is None:
        return {"key": key, "operation": operation, "status": None, "headers": None}
    return {
        "key": key,
        "operation": operation,
        "status": 200,
        "headers": {"Kervan-Aggregate": aggregate, "ETag": f'"{version}"'},
    }


def said(outcome: Outcome, key: str = "k", attempt: int = 1, **more: Any) -> Said:
    facts: dict[str, Any] = {"service": "mobility", "command": "change"} | more
    return Said(at=0.0, client=1, key=key, attempt=attempt, outcome=outcome, **facts)


def checks(breaches: Iterable[Breach]) -> list[str]:
    """What was found, by the names of the rules."""
    return [breach.check for breach in breaches]
