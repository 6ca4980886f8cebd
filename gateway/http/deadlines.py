"""Requests that take too long are answered, not cancelled: what they began ends by itself.

Cancelling would cut a statement or a command in the middle. So a late request gets its answer from here and
keeps its place until its work has ended (PostgreSQL ends a statement at the same time); what comes out then
is thrown away. One look over all requests every quarter of a second costs less than a timer for each.
"""

from __future__ import annotations

import asyncio
from time import perf_counter

from gateway.http.exchange import Exchange
from gateway.http.refusing import refuse

LOOK_SECONDS = 0.25


class Deadlines:
    """Belongs to one process and its event loop. Times are ``perf_counter``'s seconds."""

    def __init__(self) -> None:
        self._watched: set[Exchange] = set()
        self._looking = False
        self._answers: set[asyncio.Task[None]] = set()

    def watch(self, exchange: Exchange) -> None:
        """Answer with ``exchange.late`` when ``exchange.due`` has come, at most LOOK_SECONDS later."""
        self._watched.add(exchange)
        if not self._looking:
            self._look_later()

    def forget(self, exchange: Exchange) -> None:
        self._watched.discard(exchange)

    def _look_later(self) -> None:
        self._looking = True
        asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        now = perf_counter()
        for exchange in [each for each in self._watched if each.due <= now]:
            self._watched.discard(exchange)
            if exchange.late is not None:
                answering = asyncio.create_task(refuse(exchange, exchange.late))
                self._answers.add(answering)
                answering.add_done_callback(self._answers.discard)
        if self._watched:
            self._look_later()
        else:
            self._looking = False
