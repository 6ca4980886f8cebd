"""Load while containers are replaced: the chaos run's world and its clients, and what they met."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import aiohttp

from tests.chaos import said
from tests.chaos.clients.looking import look_around
from tests.chaos.clients.sending import REQUEST_SECONDS_MAX
from tests.chaos.clients.walking import Book, Client
from tests.chaos.said import Outcome
from tests.chaos.world import World
from tests.upgrade.doors import Doors, watched
from tests.upgrade.outside import Outside

SEED = 11
CLIENTS = 6


@dataclass(frozen=True)
class Load:
    """What was asked for so far, and how it ended."""

    outside: Outside
    book: Book

    @property
    def outcomes(self) -> Counter[Outcome]:
        """Of commands."""
        return Counter(self.book.commands.values())

    def without_answer(self) -> Counter[str]:
        """Attempts that a client had to repeat, by what it heard instead of an answer."""
        lines = said.read(self.outside.folder)
        unknown = (line for line in lines if line.outcome is Outcome.UNKNOWN)
        return Counter(f"{line.code} through {line.through} of {line.service}" for line in unknown)


@asynccontextmanager
async def working(outside: Outside) -> AsyncIterator[Load]:
    """A prepared world, in which clients work inside; at the end each brings its command to its end."""
    doors = Doors(outside.project)
    connector = aiohttp.TCPConnector(resolver=doors, use_dns_cache=False)
    timeout = aiohttp.ClientTimeout(total=REQUEST_SECONDS_MAX)
    async with watched(doors), aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        world = World(outside, session, SEED)
        await world.prepare()
        with _book(outside) as book:
            stop = asyncio.Event()
            clients = [Client(number, SEED, world.known, world.sender, book) for number in range(CLIENTS)]
            async with asyncio.TaskGroup() as group:
                for client in clients:
                    group.create_task(client.walk(stop))
                group.create_task(look_around(world.known, world.sender, stop))
                try:
                    yield Load(outside, book)
                finally:
                    stop.set()


@contextmanager
def _book(outside: Outside) -> Iterator[Book]:
    with (outside.folder / said.FILE).open("w") as log:
        yield Book(log)
