"""Serves an application inside a running event loop, and stops without breaking a request."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Protocol

import uvicorn
from starlette.datastructures import State
from starlette.types import Receive, Scope, Send

from chassis.http.punctual import BODY_SECONDS_MAX, CONNECTIONS_MAX, HEAD_SECONDS_MAX, punctual

DRAIN_SECONDS_MAX = 30
WEBSOCKET_MESSAGE_BYTES_MAX = 1024 * 1024


class Application(Protocol):
    """What can be served: FastAPI's applications, and those that stand in front of one."""

    state: State

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


class _Server(uvicorn.Server):
    """Signals belong to the process runner: uvicorn would stop the HTTP part alone and raise them again."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is an OSError here and port 0 can be asked which it became."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=1024)
    listening.setblocking(False)
    return listening


async def serve(
    app: Application, host: str, port: int, stop: asyncio.Event, unready_seconds: float = 0.0
) -> None:
    """Serve until ``stop`` is set, then drain; returns when the last request is answered. Raises: OSError."""
    await serve_on(app, listen(host, port), stop, unready_seconds)


async def serve_on(
    app: Application,
    listening: socket.socket,
    stop: asyncio.Event,
    unready_seconds: float = 0.0,
    *,
    head_seconds_max: float = HEAD_SECONDS_MAX,
    body_seconds_max: float = BODY_SECONDS_MAX,
    connections_max: int = CONNECTIONS_MAX,
) -> None:
    """Like ``serve``, on a socket that listens already.

    Stopping: /health/ready says no, ``unready_seconds`` for load balancers to notice, connections that would
    stay are told to reconnect, no new ones, running requests finish (at most DRAIN_SECONDS_MAX), return.
    """
    app.state.draining = False
    protocol = punctual(head_seconds_max, body_seconds_max, connections_max)
    server = _Server(
        uvicorn.Config(
            app,
            http=protocol,
            interface="asgi3",
            loop="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws_max_size=WEBSOCKET_MESSAGE_BYTES_MAX,
            ws_per_message_deflate=False,  # it packs the same message anew for every connection
            timeout_graceful_shutdown=DRAIN_SECONDS_MAX,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="http")
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        app.state.draining = protocol.draining = True
        for connection in server.server_state.connections:
            if isinstance(connection, protocol):
                connection.end_after_answer()
        if not serving.done():
            await asyncio.sleep(unready_seconds)
            await asyncio.gather(*(end() for end in getattr(app.state, "before_drain", ())))
        server.should_exit = True
        await serving
    finally:
        stopping.cancel()
