"""A fake owning service over real HTTP: it accepts, refuses, is slow or down, as a test tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from contracts.event import Event, Tombstone
from gateway.tests.fixtures import Views

Say = Callable[[web.Request, Any], Any]


class Owner:
    """Answers every command with ``answer``; ``event`` then reaches the views after ``delay_seconds``."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.url = ""

    def forget(self, views: Views) -> None:
        self.seen = []
        self.event: Event | Tombstone | None = None
        self.answer: Any = {}
        self.status = 200
        self.slow_seconds = 0.0
        self.delay_seconds: float | None = 0.05
        self._views = views
        self._pending: set[asyncio.Task[None]] = set()

    def writes(self, event: Event, **more: Any) -> None:
        """Accept the next command with this event's state."""
        self.event, self.answer, self.status = event, event.state.model_dump(mode="json") | more, 200

    def refuses(self, status: int, **problem: Any) -> None:
        self.event, self.answer, self.status = None, problem, status

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        self.seen.append(
            {
                "path": request.path,
                "query": request.query,
                "method": request.method,
                "body": body,
                "headers": request.headers,
            }
        )
        event, answer, status, delay = self.event, self.answer, self.status, self.delay_seconds
        await asyncio.sleep(self.slow_seconds)
        if event is not None and delay is not None:
            task = asyncio.create_task(self._publish(event, delay))
            self._pending.add(task)
            task.add_done_callback(self._pending.discard)
        if answer is None:
            return web.Response(status=204)
        return web.json_response(answer, status=status)

    async def _publish(self, event: Event | Tombstone, delay_seconds: float) -> None:
        await asyncio.sleep(delay_seconds)
        await self._views.take_in(event)
