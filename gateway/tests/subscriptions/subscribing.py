"""A subscriber as clients are: graphql-transport-ws over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from gateway.tests.fixtures import Gateway

PROTOCOL = "graphql-transport-ws"


class Closed(Exception):
    """The server closed the socket."""

    def __init__(self, code: int | None, reason: object) -> None:
        super().__init__(f"{code} {reason}")
        self.code, self.reason = code, str(reason or "")


async def now(gateway: Gateway, token: str | None = None) -> str:
    """A cursor: what comes after it is told, however long a subscription takes to open."""
    cursor: str = (await gateway.ask("{ changeCursor }", token)).data["changeCursor"]
    return cursor


@dataclass
class Socket:
    """One WebSocket, spoken to in whole messages."""

    ws: aiohttp.ClientWebSocketResponse

    async def send(self, type: str, **more: Any) -> None:
        await self.ws.send_json({"type": type, **more})

    async def next(self, seconds: float = 10.0) -> dict[str, Any]:
        """The next message. Raises: Closed, TimeoutError."""
        received = await self.ws.receive(seconds)
        if received.type is aiohttp.WSMsgType.TEXT:
            message: dict[str, Any] = received.json()
            return message
        raise Closed(self.ws.close_code, received.extra)

    async def subscribe(self, query: str, name: str = "1", **variables: Any) -> None:
        await self.send("subscribe", id=name, payload={"query": query, "variables": variables})

    async def told(self, seconds: float = 10.0) -> dict[str, Any]:
        """The data of the next result."""
        message = await self.next(seconds)
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        data: dict[str, Any] = message["payload"]["data"]
        return data


@asynccontextmanager
async def raw_socket(gateway: Gateway, *protocols: str, **headers: str) -> AsyncIterator[Socket]:
    """A socket before its initialisation."""
    address = f"{gateway.url}/graphql"
    async with gateway.session.ws_connect(address, protocols=protocols or (PROTOCOL,), headers=headers) as ws:
        yield Socket(ws)


@asynccontextmanager
async def connected(gateway: Gateway, token: str | None = None) -> AsyncIterator[Socket]:
    """An acknowledged connection; the office's unless a token is given."""
    async with raw_socket(gateway) as socket:
        await socket.send("connection_init", payload={"Authorization": f"Bearer {token or gateway.token()}"})
        assert await socket.next() == {"type": "connection_ack"}
        yield socket
