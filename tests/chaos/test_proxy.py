"""The proxy carries bytes both ways, and really cuts, holds, slows and turns away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from deploy.local.ports import HOST, free_ports
from tests.chaos.proxy import Proxy

ANSWER_SECONDS_MAX = 20
SILENCE_SECONDS = 0.3


@pytest.fixture
async def line() -> AsyncIterator[tuple[Proxy, int]]:
    """A proxy before a server that says everything back, and the proxy's port."""
    behind, before = free_ports(2)
    server, proxy = await asyncio.start_server(_echo, HOST, behind), Proxy(behind)
    await proxy.open(before)
    yield proxy, before
    await proxy.close()
    server.close()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(65536):
        writer.write(piece)
    writer.close()


class Caller:
    """One connection through the proxy."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> Caller:
        return cls(*await asyncio.open_connection(HOST, port))

    def say(self, words: bytes) -> None:
        self._writer.write(words)

    async def hears(self, count: int) -> bytes:
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            return await self._reader.readexactly(count)

    async def hears_nothing(self) -> bool:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                return not await self._reader.read(1)
        except TimeoutError:
            return True


async def _cut_off(caller: Caller) -> bool:
    try:
        await caller.hears(1)
    except (ConnectionError, asyncio.IncompleteReadError):
        return True
    return False


async def test_what_is_said_comes_back_whole(line: tuple[Proxy, int]) -> None:
    caller, words = await Caller.to(line[1]), bytes(range(256)) * 4000
    caller.say(words)
    assert await caller.hears(len(words)) == words


async def test_a_cut_resets_what_is_connected_and_takes_new_connections(line: tuple[Proxy, int]) -> None:
    proxy, port = line
    before = await Caller.to(port)
    before.say(b"x")
    await before.hears(1)
    assert proxy.cut() == 1
    assert await _cut_off(before)
    after = await Caller.to(port)
    after.say(b"y")
    assert await after.hears(1) == b"y"
    assert proxy.connections == 1


async def test_held_it_says_nothing_and_afterwards_everything(line: tuple[Proxy, int]) -> None:
    proxy, port = line
    caller = await Caller.to(port)
    proxy.hold()
    caller.say(b"late")
    assert await caller.hears_nothing()
    proxy.flow()
    assert await caller.hears(4) == b"late"


async def test_slowed_each_piece_takes_its_time(line: tuple[Proxy, int]) -> None:
    proxy, port = line
    caller = await Caller.to(port)
    proxy.delay_seconds = 0.2
    said_at = time.monotonic()
    caller.say(b"slow")
    assert await caller.hears(4) == b"slow"
    assert time.monotonic() - said_at >= 0.4


async def test_who_is_turned_away_is_told_at_once(line: tuple[Proxy, int]) -> None:
    proxy, port = line
    proxy.turns_away = True
    assert await _cut_off(await Caller.to(port))
