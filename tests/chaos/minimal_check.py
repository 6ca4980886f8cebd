"""The least that must hold after a run; stands in until the whole checker is here.

Lost: acknowledged, and the topics do not have it. Duplicated: one key, two effects. Diverged: the gateway's
mirrors are not at the newest version of every aggregate.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from pathlib import Path

import asyncpg

from contracts.topics import TOPICS
from gateway.views.mirrors import MIRRORS
from tests.chaos import said
from tests.chaos.said import Outcome
from tests.journey.topics import records_of


async def check(folder: Path) -> bool:
    endpoints = json.loads((folder / "endpoints.json").read_text())
    newest = await _newest(endpoints["kafka"]["bootstrap_servers"])
    acknowledged = [line for line in said.read(folder) if line.outcome is Outcome.ACKNOWLEDGED]
    by_id: dict[str, int] = {}
    for (_, key), version in newest.items():
        by_id[key] = max(version, by_id.get(key, 0))
    lost = [
        one for one in acknowledged if one.aggregate and by_id.get(one.aggregate, -1) < (one.version or 0)
    ]
    effects: dict[str, set[tuple[str | None, int | None]]] = defaultdict(set)
    for one in acknowledged:
        if one.aggregate and one.version:
            effects[one.key].add((one.aggregate, one.version))
    duplicated = {key: found for key, found in effects.items() if len(found) > 1}
    diverged = await _diverged(endpoints["databases"]["gateway"], newest)
    for name, found in (("lost", lost), ("duplicated", duplicated), ("diverged", diverged)):
        if found:
            sys.stdout.write(f"{name}: {str(found)[:2000]}\n")
    sys.stdout.write(f"lost {len(lost)} duplicated {len(duplicated)} diverged {len(diverged)}\n")
    return not (lost or duplicated or diverged)


async def _newest(bootstrap: str) -> dict[tuple[str, str], int]:
    newest: dict[tuple[str, str], int] = {}
    for record in await records_of(bootstrap, TOPICS):
        headers = dict(record.headers)
        if record.value is not None and not _readable(record.value):
            continue
        at = (record.topic, record.key.decode())
        newest[at] = max(newest.get(at, 0), int(headers["ce_sequence"]))
    return newest


def _readable(value: bytes) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


async def _diverged(dsn: str, newest: dict[tuple[str, str], int]) -> list[object]:
    connection = await asyncpg.connect(dsn)
    try:
        found: list[object] = []
        for mirror in MIRRORS:
            rows = await connection.fetch(f'SELECT id::text, version FROM "{mirror.table.name}"')
            mirrored = {row[0]: row[1] for row in rows}
            told = {key: version for (topic, key), version in newest.items() if topic == mirror.topic.name}
            found += [
                (mirror.name, key, told.get(key), mirrored.get(key))
                for key in told.keys() | mirrored.keys()
                if told.get(key) != mirrored.get(key)
            ]
        return found
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(check(Path(sys.argv[1]))) else 1)
