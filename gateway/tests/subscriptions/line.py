"""A line to a process: sockets driven through ASGI, so that a client may be as slow as a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.types import Message

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from gateway.http.streams import Streams
from gateway.http.websocket import PROTOCOL, serve_websocket
from gateway.reading.change_log import ChangeLog
from gateway.subscriptions.subscriptions import Subscriptions
from gateway.tests.fixtures import Views
from gateway.tests.subscriptions.subscribing import Closed

SECONDS_MAX = 20.0


@dataclass
class Wire:
    """A client's end of a WebSocket. It takes frames one by one; ``stalled`` it takes none."""

    to_app: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    from_app: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    flowing: asyncio.Event = field(default_factory=asyncio.Event)

    async def send_to_client(self, message: Message) -> None:
        await self.flowing.wait()
        self.from_app.put_nowait(message)
        if message["type"] == "websocket.close":
            self.to_app.put_nowait({"type": "websocket.disconnect", "code": message["code"]})

    async def send(self, type: str, **more: Any) -> None:
        self.to_app.put_nowait(
            {"type": "websocket.receive", "text": orjson.dumps({"type": type, **more}).decode()}
        )

    async def next(self) -> dict[str, Any]:
        """The next message. Raises: Closed."""
        message = await asyncio.wait_for(self.from_app.get(), SECONDS_MAX)
        if message["type"] == "websocket.close":
            raise Closed(message["code"], message["reason"])
        sent: dict[str, Any] = orjson.loads(message["text"])
        return sent

    async def subscribe(self, query: str, name: str = "1", **variables: Any) -> None:
        await self.send("subscribe", id=name, payload={"query": query, "variables": variables})

    async def told(self) -> dict[str, Any]:
        message = await self.next()
        assert message["type"] == "next", message
        data: dict[str, Any] = message["payload"]["data"]
        return data

    async def closed(self) -> Closed:
        """How it was closed, whatever came before."""
        while True:
            try:
                await self.next()
            except Closed as closed:
                return closed

    def stall(self) -> None:
        self.flowing.clear()

    def flow(self) -> None:
        self.flowing.set()

    def hang_up(self) -> None:
        self.to_app.put_nowait({"type": "websocket.disconnect", "code": 1006})


@dataclass
class Line:
    streams: Streams
    views: Views
    issuer: DevelopmentIssuer
    committed: asyncio.Event
    serving: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def subscriptions(self) -> Subscriptions:
        return self.streams.subscriptions

    async def now(self) -> str:
        """A cursor."""
        clock = await ChangeLog(self.views.engine).clock()
        return clock.seal(clock.newest)

    async def take_in(self, *events: Any) -> None:
        """As the consumer of this very process."""
        await self.views.take_in(*events)
        self.committed.set()

    def token(self, *roles: Role, **claims: Any) -> str:
        return self.issuer.issue(roles or (Role.OFFICE,), **claims)

    async def dial(self) -> Wire:
        """A socket after its handshake."""
        wire = Wire()
        wire.flow()
        scope = {"type": "websocket", "path": "/graphql", "subprotocols": [PROTOCOL], "headers": []}
        task = asyncio.create_task(serve_websocket(scope, wire.to_app.get, wire.send_to_client, self.streams))
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)
        wire.to_app.put_nowait({"type": "websocket.connect"})
        assert (await wire.from_app.get())["subprotocol"] == PROTOCOL
        return wire

    @asynccontextmanager
    async def connected(self, token: str | None = None) -> AsyncIterator[Wire]:
        wire = await self.dial()
        await wire.send("connection_init", payload={"token": token or self.token()})
        assert (await wire.next())["type"] == "connection_ack"
        yield wire
        wire.hang_up()

    async def listening(self, count: int) -> None:
        """Until so many subscriptions are open and told of what is new; none of them asks for the past."""
        async with asyncio.timeout(SECONDS_MAX):
            while self.subscriptions.listening != count:  # noqa: ASYNC110  the protocol has no word for it
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Until nothing of any client is left."""
        async with asyncio.timeout(SECONDS_MAX):
            while not self.subscriptions.idle:  # noqa: ASYNC110  the feed ends within its next look
                await asyncio.sleep(0.01)

    async def end(self) -> None:
        """Stop as a process does."""
        await self.subscriptions.stop()
        while self.serving:
            await asyncio.wait(self.serving, timeout=SECONDS_MAX)
