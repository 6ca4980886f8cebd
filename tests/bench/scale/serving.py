"""The gateway's queries, asked of 1, 2 and 4 processes over one database by 16 connections in all."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.bench.gateway import sides
from tests.bench.gateway.queries import Query
from tests.bench.gateway.sides import Side
from tests.bench.scale.costs import Cost, Meter, processes_named

CONNECTIONS, SECONDS, WARM_UP_SECONDS = 16, 6, 4
QUERIES = ("A", "B", "hot_public")


def measure(url: str, bootstrap: str, queries: dict[str, Query], members: int, home: Path) -> dict[str, Cost]:
    """By query. ``home``: a folder of its own."""
    with ExitStack() as stack:
        started = [_start(stack, url, bootstrap, home / str(number)) for number in range(members)]
        return {name: _asked(started, queries[name]) for name in QUERIES}


def _start(stack: ExitStack, url: str, bootstrap: str, home: Path) -> Side:
    home.mkdir(parents=True)
    return stack.enter_context(sides.kervan(url, bootstrap, home))


def _asked(members: Sequence[Side], query: Query) -> Cost:
    _press(members, query, WARM_UP_SECONDS)
    meter = Meter({"gateway": processes_named("-m gateway api"), "postgres": processes_named("postgres")})
    answered = _press(members, query, SECONDS)
    return meter.read(len(members), round(answered))


def _press(members: Sequence[Side], query: Query, seconds: int) -> float:
    """How many answers they gave in all."""
    with ThreadPoolExecutor(len(members)) as pool:
        loads = pool.map(
            lambda side: side.load(query, connections=CONNECTIONS // len(members), seconds=seconds), members
        )
        return sum((load.rate * seconds for load in loads), 0.0)
