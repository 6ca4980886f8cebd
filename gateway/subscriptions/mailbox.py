"""What one client has not taken yet: bounded, in order, and ended once for a reason."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from chassis.refusal import Refusal
from gateway.subscriptions.endings import SubscriberTooSlow

if TYPE_CHECKING:
    from gateway.subscriptions.subscription import Subscription


class Told(NamedTuple):
    """A result for one subscription: ``payload`` is JSON and shared by all who are told the same."""

    to: Subscription
    payload: str
    cursor: str


class Failed(NamedTuple):
    """A subscription that ends with errors: ``errors`` is a JSON list."""

    to: Subscription
    errors: str


Message = Told | Failed | str
"""Text is what only one transport knows, ready to send."""


class Mailbox:
    """One taker. ``on_end`` is called once, when nothing more will be taken but the reason."""

    def __init__(self, messages_max: int, on_end: Callable[[], None] = lambda: None) -> None:
        self.ended = False
        self.client: str | None = None
        self.ending: Refusal | None = None
        self._waiting: deque[Message] = deque()
        self._messages_max, self._on_end = messages_max, on_end
        self._news, self._room = asyncio.Event(), asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def offer(self, message: Message) -> None:
        """Leave it without waiting. A client for whom there is no room left is too slow."""
        if self.ended:
            return
        if len(self._waiting) >= self._messages_max:
            self.end(SubscriberTooSlow())
            return
        self._waiting.append(message)
        self._news.set()

    async def put(self, message: Message) -> None:
        """Leave it when there is room: for what was missed, which comes as fast as it is taken."""
        while not self.ended and len(self._waiting) >= self._messages_max:
            self._room.clear()
            await self._room.wait()
        self.offer(message)

    async def take(self) -> Message | None:
        """The next message; None at the end, whose reason is ``ending``. What waited is resumed later."""
        while not self.ended and not self._waiting:
            self._news.clear()
            await self._news.wait()
        if self.ended:
            return None
        self._room.set()
        return self._waiting.popleft()

    def end(self, ending: Refusal | None) -> None:
        """Without a reason: the client left. Only the first reason counts."""
        if self.ended:
            return
        self.ended, self.ending = True, ending
        self._waiting.clear()
        self._news.set()
        self._room.set()
        self._on_end()
