"""Searching a whole run: its folder, its topics, its pages of metrics, its databases."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from contracts.topics import PERSON, TOPICS
from tests.journey.stored import everything_in
from tests.journey.topics import records_of
from tests.privacy.leaks import Leak, leaks_in, leaks_in_folder, leaks_in_records, leaks_in_rows
from tests.privacy.people import People

LEFT = ("logs", "traces")
METRICS_SECONDS_MAX = 10


@dataclass(frozen=True)
class Run:
    """What a run left and where it can still be asked; ``endpoints`` as ``deploy/local`` writes them."""

    folder: Path
    endpoints: Mapping[str, Any]

    @classmethod
    def at(cls, folder: Path) -> Run:
        return cls(folder, orjson.loads((folder / "endpoints.json").read_bytes()))

    @property
    def bootstrap(self) -> str:
        return str(self.endpoints["kafka"]["bootstrap_servers"])

    async def people(self) -> People:
        """All whom the run's topic of people ever named."""
        return People.told_by(await records_of(self.bootstrap, [PERSON]))


async def leaks_of(run: Run, people: People) -> list[Leak]:
    """Everything outside the topic of people and the tables that may know them.

    In threads: a loop that is held up for seconds loses its other connections.
    """
    found: list[Leak] = []
    for name in LEFT:
        found += await asyncio.to_thread(leaks_in_folder, run.folder / name, people)
    for topic in TOPICS:
        if not topic.personal:
            records = await records_of(run.bootstrap, [topic])
            found += await asyncio.to_thread(leaks_in_records, topic.name, records, people)
    for name, url in {**run.endpoints["services"], "gateway": run.endpoints["gateway"]["url"]}.items():
        found += leaks_in(f"metrics of {name}", [await metrics_of(url)], people)
    for name, dsn in run.endpoints["databases"].items():
        found += await asyncio.to_thread(leaks_in_rows, name, await everything_in(dsn), people)
    return found


async def metrics_of(url: str) -> str:
    """Raises what kept the page from being read: an unread page is no clean one."""
    timeout = aiohttp.ClientTimeout(total=METRICS_SECONDS_MAX)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(f"{url}/metrics") as answer:
        answer.raise_for_status()
        return await answer.text()


async def leaks_of_anybody(run: Run) -> list[Leak]:
    """Of all whom the run knew, the erased included. Raises LookupError where it knew nobody."""
    people = await run.people()
    if not people.sealed:
        raise LookupError("the topic of people names nobody: there is nothing to search for")
    return await leaks_of(run, people)


def search(folder: Path) -> list[Leak]:
    return asyncio.run(leaks_of_anybody(Run.at(folder)))
