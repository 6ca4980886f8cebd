"""An answer in one piece is the answer that the same application would give message by message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.datastructures import State
from starlette.types import Receive, Scope, Send

from chassis.http.punctual import WHOLE
from chassis.http.server import listen, serve_on

BODY = b"merhaba"


class Greeting:
    """``/whole…`` in one piece where that may be, the rest message by message; ``…slow`` waits to be let."""

    def __init__(self) -> None:
        self.state, self.reached, self.opened = State(), asyncio.Event(), asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        headers = [(b"content-length", b"7"), (b"x-path", scope["path"].encode())]
        if scope["path"].endswith("slow"):
            self.reached.set()
            await self.opened.wait()
        if scope["path"].startswith("/whole"):
            raw = b"".join(b"%b: %b\r\n" % header for header in headers)
            if scope["extensions"][WHOLE](200, raw, BODY):
                return
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})


@pytest.fixture
def greeting() -> Greeting:
    return Greeting()


@asynccontextmanager
async def connected(greeting: Greeting) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    async with serving(greeting) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        yield reader, writer
        writer.close()


@asynccontextmanager
async def serving(greeting: Greeting) -> AsyncIterator[tuple[int, asyncio.Event]]:
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    running = asyncio.create_task(serve_on(greeting, listening, stop, unready_seconds=0.5))
    yield listening.getsockname()[1], stop
    stop.set()
    await asyncio.wait_for(running, 10)


def asking(path: str, method: str = "GET", more: str = "") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: k\r\n{more}\r\n".encode()


async def answer(reader: asyncio.StreamReader, body: bytes = BODY) -> list[bytes]:
    """The lines of the head, without the time of day."""
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).split(b"\r\n")
    assert head[0] == b"HTTP/1.1 200 OK"
    assert await asyncio.wait_for(reader.readexactly(len(body)), 5) == body
    return [line for line in head if not line.startswith(b"date:")]


async def test_both_ways_say_the_same(greeting: Greeting) -> None:
    for more in ("", "Connection: close\r\n"):
        told = []
        for path in ("/whole", "/pieces"):
            async with connected(greeting) as (reader, writer):
                writer.write(asking(path, more=more))
                told.append([line.replace(path.encode(), b"") for line in await answer(reader)])
        assert told[0] == told[1]


async def test_a_connection_goes_on_and_answers_in_order(greeting: Greeting) -> None:
    async with connected(greeting) as (reader, writer):
        paths = ["/whole/1", "/whole/2/slow", "/pieces/3", "/whole/4"]
        writer.write(b"".join(map(asking, paths)))
        told = [await answer(reader)]
        await asyncio.wait_for(greeting.reached.wait(), 5)
        greeting.opened.set()
        told += [await answer(reader) for _ in paths[1:]]
        assert [line for head in told for line in head if line.startswith(b"x-path")] == [
            b"x-path: " + path.encode() for path in paths
        ]


async def test_who_asks_for_the_head_gets_no_body(greeting: Greeting) -> None:
    async with connected(greeting) as (reader, writer):
        writer.write(asking("/whole", "HEAD") + asking("/whole"))
        assert b"content-length: 7" in await answer(reader, b"")
        assert b"content-length: 7" in await answer(reader)


@pytest.mark.parametrize("path", ["/whole/slow", "/pieces/slow"])
async def test_a_request_under_way_when_the_server_stops_is_told_to_reconnect(
    greeting: Greeting, path: str
) -> None:
    async with serving(greeting) as (port, stop):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asking(path))
        await asyncio.wait_for(greeting.reached.wait(), 5)
        stop.set()
        await asyncio.sleep(0.1)
        greeting.opened.set()
        assert b"connection: close" in await answer(reader)
        writer.close()
