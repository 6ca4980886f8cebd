"""A run's folder: the clients' log, what was injected, and where Kafka and the databases are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson

from tests.chaos import said
from tests.chaos.checker.history import Fault, History, Waiting
from tests.chaos.checker.loading.kafka import read_log
from tests.chaos.checker.loading.postgres import read_databases

FAULTS = "faults.jsonl"
ENDPOINTS = "endpoints.json"
DONE, PERHAPS_DONE = "harmed", "not-done"
TENDED = frozenset({"discarded", "replayed"})


async def read_run(folder: Path) -> History:
    """Raises OSError for a missing file, ValueError for a line of another shape."""
    endpoints = orjson.loads((folder / ENDPOINTS).read_bytes())
    lines = list(read_faults(folder))
    return History(
        said=tuple(said.read(folder)),
        records=await read_log(endpoints["kafka"]["bootstrap_servers"]),
        rows=await read_databases(endpoints["databases"]),
        faults=[fault for line in lines for fault in faults_of(line)],
        tended=[waiting for line in lines for waiting in waiting_of(line)],
    )


def read_faults(folder: Path) -> Iterator[dict[str, Any]]:
    """No line when nothing was done to the run: then there is no such file."""
    file = folder / FAULTS
    for line in file.read_bytes().splitlines() if file.exists() else ():
        yield orjson.loads(line)


def faults_of(line: dict[str, Any]) -> Iterator[Fault]:
    """One for each record that a fault put into Kafka; lines about anything else are no faults."""
    if line["what"] not in (DONE, PERHAPS_DONE):
        return
    fault, facts = line["fault"], line.get("facts") or {}
    places = facts.get("records") or ([facts] if "offset" in facts else [{}])
    for place in places:
        yield Fault(
            at=line["at"],
            kind=fault["kind"],
            target=fault["target"],
            partition=place.get("partition"),
            offset=place.get("offset"),
            done=line["what"] == DONE,
        )


def waiting_of(line: dict[str, Any]) -> Iterator[Waiting]:
    """The key that somebody tended, if that is what the line says."""
    if line["what"] in TENDED:
        yield Waiting(**{each.name: line[each.name] for each in fields(Waiting)})
