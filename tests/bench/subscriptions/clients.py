"""Subscribers that cost next to nothing, for they share the machine with the server."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from tests.bench.subscriptions.payloads import PLACES

AT_ONCE = 50
TEXT, PING, PONG = 0x81, 0x89, 0x8A
UPGRADE = (
    "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: a2VydmFuLWJlbmNobWFyaw==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)


class Subscriber(asyncio.Protocol):
    """Speaks graphql-transport-ws as far as being told needs it."""

    def __init__(self, token: str, heard: Callable[[float], None]) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._token, self._heard = token, heard
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(UPGRADE.encode())

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        if data[0] == PING:
            size = data[1]
            self._frame(PONG, data[2 : 2 + size])
            data = data[2 + size :]
        if b'"type":"next"' in data:
            self._heard(now)
        elif b"HTTP/1.1 101" in data:
            self._send(type="connection_init", payload={"token": self._token})
        elif b'"connection_ack"' in data:
            self._send(type="subscribe", id="1", payload={"query": PLACES})
            self._send(type="ping")
        elif b'"pong"' in data:
            self.ready.set_result(None)
        elif data and not self.ready.done():
            self.ready.set_exception(RuntimeError(data[:200]))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(exc or ConnectionError("closed"))

    def close(self) -> None:
        assert self._transport is not None
        self._transport.close()

    def _send(self, **message: Any) -> None:
        self._frame(TEXT, json.dumps(message).encode())

    def _frame(self, kind: int, body: bytes) -> None:
        """One masked frame."""
        assert self._transport is not None
        mask = os.urandom(4)
        size = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + len(body).to_bytes(2, "big")
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body))
        self._transport.write(bytes([kind]) + size + mask + masked)


async def connect(port: int, tokens: Sequence[str], heard: Callable[[float], None]) -> list[Subscriber]:
    """One subscriber a token, a few at once: a crowd at the door is another measurement."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(token: str) -> Subscriber:
        async with turns:
            loop = asyncio.get_running_loop()
            _, subscriber = await loop.create_connection(lambda: Subscriber(token, heard), "127.0.0.1", port)
            await subscriber.ready
            return subscriber

    return await asyncio.gather(*(one(token) for token in tokens))
