"""A run's folder: the clients' log, what was injected, and where Kafka and the databases are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from tests.chaos import said
from tests.chaos.checker.history import Fault, History
from tests.chaos.checker.loading.kafka import read_log
from tests.chaos.checker.loading.postgres import read_databases

FAULTS = "faults.jsonl"
ENDPOINTS = "endpoints.json"


async def read_run(folder: Path) -> History:
    """Raises OSError for a missing file, ValueError for a line of another shape."""
    endpoints = orjson.loads((folder / ENDPOINTS).read_bytes())
    return History(
        said=tuple(said.read(folder)),
        records=await read_log(endpoints["kafka"]["bootstrap_servers"]),
        rows=await read_databases(endpoints["databases"]),
        faults=tuple(read_faults(folder)),
    )


def read_faults(folder: Path) -> Iterator[Fault]:
    """None when nothing was injected: then there is no such file."""
    file = folder / FAULTS
    for line in file.read_bytes().splitlines() if file.exists() else ():
        yield from _faults(orjson.loads(line))


def _faults(line: dict[str, Any]) -> Iterator[Fault]:
    """One for each record that a fault put into Kafka; lines about anything else are no faults."""
    if line["what"] not in ("harmed", "not-done"):
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
            done=line["what"] == "harmed",
        )
