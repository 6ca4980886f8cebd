"""Requests that take too long are answered, not cancelled: what they began ends by itself.

Cancelling would cut a statement or a command in the middle. So a late request gets its answer from here and
keeps its place until its work has ended (PostgreSQL ends a statement at the same time); what comes out then
is thrown away. One look over all requests every quarter of a second costs less than a timer for each.
"""

from __future__ import annotations

import asyncio

from chassis.refusal import Refusal
from gateway.http.exchange import Exchange
from gateway.http.refusing import refuse

LOOK_SECONDS = 0.25


class Deadlines:
    """Belongs to one process and its event loop."""

    def __init__(self) -> None:
        self._watched: dict[Exchange, tuple[float, Refusal]] = {}
        self._looking = False
        self._answers: set[asyncio.Task[None]] = set()

    def watch(self, exchange: Exchange, due: float, refusal: Refusal) -> None:
        """Answer ``exchange`` with ``refusal`` at ``due`` (the loop's time), at most LOOK_SECONDS later."""
        self._watched[exchange] = (due, refusal)
        if not self._looking:
            self._look_later()

    def forget(self, exchange: Exchange) -> None:
        self._watched.pop(exchange, None)

    def _look_later(self) -> None:
        self._looking = True
        asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look)

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        for exchange, (due, refusal) in list(self._watched.items()):
            if due <= now:
                del self._watched[exchange]
                answering = asyncio.create_task(refuse(exchange, refusal))
                self._answers.add(answering)
                answering.add_done_callback(self._answers.discard)
        if self._watched:
            self._look_later()
        else:
            self._looking = False
