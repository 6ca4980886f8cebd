"""Fills databases, starts the sides and compares them.

    python -m tests.bench.gateway [A,B,A_vs_grafbase,hot_public,A_1M_vs_10k]

Without words everything is measured; a word is a query, with all its ratios, or one ratio.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

import psutil

from deploy.local import throwaway
from tests.bench.events.__main__ import new_database
from tests.bench.gateway import data, sides
from tests.bench.gateway.comparing import absent, compare_latency, compare_rates, console, require_equal
from tests.bench.gateway.load import MISSING, wrk_is_installed
from tests.bench.gateway.peers.federation import (
    Federation,
    apollo_gateway,
    federation,
    grafbase,
    hive_gateway,
    hive_router,
)
from tests.bench.gateway.peers.postgraphile import postgraphile_wide
from tests.bench.gateway.plain import plain_answers
from tests.bench.gateway.queries import Query, draw
from tests.bench.gateway.sides import Side, SideFailed

MOBILITIES, FEW, MANY = 100_000, 10_000, 1_000_000
ANSWERS_COMPARED = 25

PEERS: dict[str, Callable[[str, Path], AbstractContextManager[Side]]] = {
    "strawberry_sql": sides.strawberry_sql,
    "postgraphile_wide": postgraphile_wide,
    "starlette_floor": sides.starlette_floor,
}
ROUTERS: dict[str, Callable[[Federation], AbstractContextManager[Side]]] = {
    "apollo_gateway": apollo_gateway,
    "hive_gateway": hive_gateway,
    "grafbase": grafbase,
    "hive_router": hive_router,
}
AGAINST = {
    "A": (*PEERS, *ROUTERS),
    **dict.fromkeys(("B", "C", "D", "hot_public", "hot_statistics"), ("starlette_floor",)),
}
GROWTH = "A_1M_vs_10k"


class Starting:
    """Peers over one database, running until ``stack`` ends. The routers share their subgraphs."""

    def __init__(self, url: str, home: Path, stack: ExitStack) -> None:
        self._url, self._home, self._stack = url, home, stack

    @cached_property
    def _subgraphs(self) -> Federation:
        return self._stack.enter_context(federation(self._url, self._home))

    def peer(self, query: Query, name: str) -> Side | None:
        """The running side, or None with a line that says why not."""
        try:
            if name in ROUTERS:
                return self._stack.enter_context(ROUTERS[name](self._subgraphs))
            return self._stack.enter_context(PEERS[name](self._url, self._home))
        except SideFailed as failed:
            absent(f"{query.name}_vs_{name}", failed)
            return None


class Bench:
    """Servers, databases and a folder for one run."""

    def __init__(self, postgres: str, kafka: str, home: Path) -> None:
        self.postgres, self.kafka, self.home = postgres, kafka, home

    def database(self, mobilities: int) -> tuple[str, dict[str, Query]]:
        """A filled database and what to ask of it."""
        console.print(f"filling a database with {mobilities:,} mobilities", highlight=False)
        return asyncio.run(self._filled(mobilities))

    async def _filled(self, mobilities: int) -> tuple[str, dict[str, Query]]:
        url = await new_database(self.postgres, "gateway")
        await data.fill(url, mobilities)
        return url, await draw(url)

    def rates(self, only: Sequence[str]) -> None:
        url, queries = self.database(MOBILITIES)
        with sides.kervan(url, self.kafka, self.home) as ours:
            for name, against in AGAINST.items():
                wanted = [peer for peer in against if asked_for(f"{name}_vs_{peer}", only)]
                if wanted:
                    self._race(url, queries[name], ours, wanted)

    def _race(self, url: str, query: Query, ours: Side, against: Sequence[str]) -> None:
        plain = asyncio.run(plain_answers(url, query, ANSWERS_COMPARED))
        with ExitStack() as stack:
            start = Starting(url, self.home, stack)
            peers = [side for name in against if (side := start.peer(query, name))]
            compare_rates(query, plain, ours, peers)

    def growth(self) -> None:
        """The same page among ten thousand and among a million, asked one after the other."""
        with ExitStack() as stack:
            grown, small = (stack.enter_context(self._asked_a_page(size)) for size in (MANY, FEW))
            compare_latency(GROWTH, grown, small)

    @contextmanager
    def _asked_a_page(self, mobilities: int) -> Iterator[tuple[Side, Query]]:
        url, queries = self.database(mobilities)
        plain = asyncio.run(plain_answers(url, queries["A"], ANSWERS_COMPARED))
        with sides.kervan(url, self.kafka, self.home) as side:
            require_equal(side, queries["A"], plain)
            yield side, queries["A"]


def asked_for(ratio: str, only: Sequence[str]) -> bool:
    return not only or any(ratio == word or ratio.startswith(f"{word}_vs_") for word in only)


def server_settings() -> dict[str, str]:
    """A quarter of the memory, as PostgreSQL's manual advises; nothing that works beside a round."""
    megabytes = psutil.virtual_memory().total // 2**20
    return {
        "shared_buffers": f"{megabytes // 4}MB",
        "effective_cache_size": f"{megabytes // 2}MB",
        "max_wal_size": "16GB",
        "autovacuum": "off",  # the loader has vacuumed, and nobody writes
    }


def main(only: Sequence[str]) -> None:
    if not wrk_is_installed():
        sys.exit(MISSING)
    with (
        throwaway.postgres_from_the_wheel(settings=server_settings()) as postgres,
        throwaway.kafka_in_memory() as kafka,
        tempfile.TemporaryDirectory() as home,
    ):
        bench = Bench(postgres, kafka, Path(home))
        if any(asked_for(f"{name}_vs_{peer}", only) for name, peers in AGAINST.items() for peer in peers):
            bench.rates(only)
        if asked_for(GROWTH, only):
            bench.growth()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that every side is stopped too
    main([word for argument in sys.argv[1:] for word in argument.split(",") if word])
