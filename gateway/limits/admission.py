"""How many operations run at once, in all and of one client; a bounded line waits, the rest comes back."""

from __future__ import annotations

import asyncio
from collections import deque

from chassis.refusal import Kind, Refusal


class Overloaded(Refusal):
    """Told at once: an answer that comes after the client gave up costs the same and helps nobody."""

    code, kind = "overloaded", Kind.UNAVAILABLE
    tr = "Sunucu dolu: {limit} istek sırada bekliyor."
    en = "The gateway is full: {limit} requests are waiting."
    next_tr, next_en = (
        "Retry-After kadar bekleyip yeniden deneyin.",
        "Wait as long as Retry-After says, then repeat.",
    )


class TooManyAtOnce(Refusal):
    code, kind = "too-many-at-once", Kind.UNAVAILABLE
    tr = "Aynı anda {value} isteğiniz var; en çok {limit} olabilir."
    en = "You have {value} requests at once; at most {limit}."
    next_tr, next_en = "Önceki yanıtları bekleyin.", "Wait for earlier answers."


class Admission:
    """Belongs to one process and its event loop."""

    def __init__(self, *, running_max: int, waiting_max: int, of_client_max: int) -> None:
        self._running_max, self._waiting_max, self._of_client_max = running_max, waiting_max, of_client_max
        self._running = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._of_client: dict[str, int] = {}

    def require_room(self, client: str) -> None:
        """Before anything is read. Raises: Overloaded, TooManyAtOnce."""
        if len(self._waiting) >= self._waiting_max and self._running >= self._running_max:
            raise Overloaded(limit=self._waiting_max)
        if self._of_client.get(client, 0) >= self._of_client_max:
            raise TooManyAtOnce(value=self._of_client_max + 1, limit=self._of_client_max)

    async def enter(self, client: str) -> None:
        """Returns when its turn has come; ``leave`` must follow. Raises: Overloaded, TooManyAtOnce."""
        self.require_room(client)
        self._of_client[client] = self._of_client.get(client, 0) + 1
        if self._running < self._running_max:
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            self._gave_up(client, turn)
            raise

    def leave(self, client: str) -> None:
        """The place goes to the longest waiting, else it is free."""
        self._forget(client)
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._running -= 1

    def _gave_up(self, client: str, turn: asyncio.Future[None]) -> None:
        if turn.done() and not turn.cancelled():  # its turn had just come
            self.leave(client)
            return
        self._waiting.remove(turn)
        self._forget(client)

    def _forget(self, client: str) -> None:
        left = self._of_client[client] - 1
        if left:
            self._of_client[client] = left
        else:
            del self._of_client[client]
