"""graphql-sse, distinct connections mode: one subscription is one answer that goes on.

The protocol is https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. Until the answer begins it
is a request like any other, refused by status. What is wrong with the operation then, and why the answer
ends, is told by a ``next`` event with errors and a ``complete``. The id of a ``next`` is its cursor: clients
resume by ``Last-Event-ID``.
"""

from __future__ import annotations

import asyncio

from chassis.identity.caller import Caller
from gateway.http.exchange import Exchange
from gateway.http.streams import Reading, Streams
from gateway.subscriptions.admission import lifetime_of
from gateway.subscriptions.mailbox import Failed, Mailbox, Told
from gateway.subscriptions.subscription import Subscription

CLOSING_SECONDS_MAX = 5.0
COMPLETE, KEEP_ALIVE = "event: complete\ndata:\n\n", ":\n\n"


async def serve_events(
    exchange: Exchange, reading: Reading, caller: Caller, token: str, streams: Streams
) -> None:
    """One subscription, after the head of its answer was sent."""
    stream, subscriptions = Stream(exchange, streams), streams.subscriptions
    seconds, ending = lifetime_of(token, subscriptions.bounds.lifetime_seconds_max)
    async with subscriptions.connected(stream.mailbox):
        subscriptions.seat(stream.mailbox, caller.subject)
        timer = asyncio.get_running_loop().call_later(seconds, stream.mailbox.end, ending)
        try:
            await stream.run(reading, caller)
        finally:
            timer.cancel()


class Stream:
    """One answer, from its first event to its last."""

    def __init__(self, exchange: Exchange, streams: Streams) -> None:
        self._exchange, self._streams = exchange, streams
        self.mailbox = Mailbox(streams.subscriptions.bounds.messages_max, self._hurry)
        self._patience: asyncio.Timeout | None = None

    async def run(self, reading: Reading, caller: Caller) -> None:
        subscription = Subscription("", self.mailbox)
        resume = self._exchange.headers.get(b"last-event-id", b"").decode("latin-1") or None
        leaving = asyncio.create_task(self._until_left())
        opening = asyncio.create_task(self._streams.open(subscription, reading, caller, resume))
        try:
            await self._write()
        finally:
            leaving.cancel()
            self.mailbox.end(None)
            self._streams.subscriptions.close(subscription)
            await asyncio.gather(opening, return_exceptions=True)

    async def _until_left(self) -> None:
        await self._exchange.until_gone()
        self.mailbox.end(None)

    def _hurry(self) -> None:
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time() + CLOSING_SECONDS_MAX)

    async def _write(self) -> None:
        try:
            async with asyncio.timeout(None) as self._patience:
                await self._event(KEEP_ALIVE)  # so that the client knows at once that it is let in
                while (text := await self._next()) is not None:
                    await self._event(text)
                await self._event(self._farewell(), more=False)
        except OSError:  # gone, or it did not read: a timeout is one too
            return
        finally:
            self._patience = None

    async def _event(self, text: str, *, more: bool = True) -> None:
        await self._exchange.go_on(text.encode(), more=more)

    async def _next(self) -> str | None:
        """The next event, a comment when there is none for a while, None at the end."""
        try:
            message = await asyncio.wait_for(
                self.mailbox.take(), self._streams.subscriptions.bounds.keep_alive_seconds
            )
        except TimeoutError:
            return KEEP_ALIVE
        if isinstance(message, Told):
            return f"id: {message.cursor}\nevent: next\ndata: {message.payload}\n\n"
        if isinstance(message, Failed):
            self.mailbox.end(None)
            return _errors(message.errors)
        return message

    def _farewell(self) -> str:
        ending = self.mailbox.ending
        return (_errors(self._streams.subscriptions.words(ending)) if ending else "") + COMPLETE


def _errors(errors: str) -> str:
    return f'event: next\ndata: {{"errors":{errors}}}\n\n'
