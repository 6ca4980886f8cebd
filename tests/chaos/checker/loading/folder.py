"""A run's folder: the clients' log, what was injected, and where Kafka and the databases are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import orjson

from tests.chaos import said
from tests.chaos.checker.history import Fault, History
from tests.chaos.checker.loading.kafka import read_log
from tests.chaos.checker.loading.postgres import read_databases

FAULTS = "faults.jsonl"
ENDPOINTS = "endpoints.json"
NAMED = tuple(each.name for each in fields(Fault) if each.name != "more")


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
        yield _fault(orjson.loads(line))


def _fault(found: dict[str, Any]) -> Fault:
    named = {name: found.pop(name) for name in NAMED if name in found}
    return Fault(**named, more=found)
