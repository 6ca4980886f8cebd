"""graphql-transport-ws: one connection from its handshake to its close.

The protocol is https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. A connection is two tasks:
one reads, one writes what waits in the mailbox. Whatever ends the connection ends the mailbox, and the writer
says why by the close code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

import orjson
import structlog
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from chassis.identity.caller import Caller
from chassis.refusal import Refusal
from gateway.http import requests
from gateway.http.closing import (
    InitialisationTimedOut,
    InitialisedTwice,
    MessageInvalid,
    NotAcknowledged,
    SubprotocolUnknown,
    SubscriberExists,
    close_code,
    close_reason,
)
from gateway.http.origins import OriginRefused
from gateway.http.requests import Request, RequestUnreadable
from gateway.http.streams import Streams
from gateway.subscriptions.admission import lifetime_of
from gateway.subscriptions.endings import Interrupted, TooManySubscriptions
from gateway.subscriptions.mailbox import Failed, Mailbox, Told
from gateway.subscriptions.subscription import Subscription

log = structlog.get_logger(__name__)

PROTOCOL = "graphql-transport-ws"
CLOSING_SECONDS_MAX = 5.0
"""How long a client that does not read may keep us from saying goodbye."""

ACKNOWLEDGED, PONG = '{"type":"connection_ack"}', '{"type":"pong"}'


async def serve_websocket(scope: Scope, receive: Receive, send: Send, streams: Streams) -> None:
    """An ASGI application for one WebSocket."""
    await receive()  # websocket.connect
    spoken = PROTOCOL in scope["subprotocols"]
    await send({"type": "websocket.accept", "subprotocol": PROTOCOL if spoken else None})
    try:
        streams.origins.require(dict(scope["headers"]))
        if not spoken:
            raise SubprotocolUnknown
    except (OriginRefused, SubprotocolUnknown) as refusal:
        await send(_close(refusal))
        return
    await Connection(scope, receive, send, streams).run()


class Connection:
    """One client. Its subscriptions end with it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, streams: Streams) -> None:
        self._scope, self._receive, self._send, self._streams = scope, receive, send, streams
        self._subscriptions = streams.subscriptions
        self._header = Headers(scope=scope).get("authorization")
        self._mailbox = Mailbox(self._subscriptions.bounds.messages_max, self._hurry)
        self._open: dict[str, Subscription] = {}
        self._opening: set[asyncio.Task[None]] = set()
        self._caller: Caller | None = None
        self._initialised = False
        self._patience: asyncio.Timeout | None = None
        self._timer: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        async with self._subscriptions.connected(self._mailbox):
            self._end_after(self._subscriptions.bounds.initialisation_seconds_max, InitialisationTimedOut())
            reading = asyncio.create_task(self._read())
            try:
                await self._write()
            finally:
                reading.cancel()
                await self._clear()

    async def _clear(self) -> None:
        """Openings are let to their end, they read the database; the mailbox takes nothing any more."""
        self._mailbox.end(None)
        if self._timer is not None:
            self._timer.cancel()
        for subscription in self._open.values():
            self._subscriptions.close(subscription)
        self._open.clear()
        await asyncio.gather(*self._opening, return_exceptions=True)

    def _end_after(self, seconds: float, ending: Refusal) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._mailbox.end, ending)

    def _hurry(self) -> None:
        """From the end of the mailbox on, the writer has a moment to say so to a client that may not read."""
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time() + CLOSING_SECONDS_MAX)

    async def _write(self) -> None:
        try:
            async with asyncio.timeout(None) as self._patience:
                while (message := await self._mailbox.take()) is not None:
                    if (text := self._text(message)) is not None:
                        await self._send({"type": "websocket.send", "text": text})
                if self._mailbox.ending is not None:
                    await self._send(_close(self._mailbox.ending))
        except OSError:  # gone, or it did not read: a timeout is one too
            return
        finally:
            self._patience = None

    def _text(self, message: Told | Failed | str) -> str | None:
        """The frame; None for what the client does not want any more."""
        if isinstance(message, str):
            return message
        subscription, name = message.to, orjson.dumps(message.to.name).decode()
        if isinstance(message, Told):
            told = f'{{"id":{name},"type":"next","payload":{message.payload}}}'
            return told if subscription.open else None
        if self._open.get(subscription.name) is not subscription:
            return None
        self._drop(subscription)
        return f'{{"id":{name},"type":"error","payload":{message.errors}}}'

    def _drop(self, subscription: Subscription) -> None:
        del self._open[subscription.name]
        self._subscriptions.close(subscription)

    async def _read(self) -> None:
        try:
            while (received := await self._receive())["type"] != "websocket.disconnect":
                await self._handle(_message(received, self._subscriptions.bounds.request_bytes_max))
        except Refusal as refusal:
            self._mailbox.end(refusal)
        except Exception as error:
            log.error("websocket.failed", exc_info=error)
            self._mailbox.end(Interrupted())
        finally:
            self._mailbox.end(None)

    async def _handle(self, message: Mapping[str, Any]) -> None:
        """Raises: ProtocolBroken, Unauthenticated."""
        match message.get("type"):
            case "connection_init":
                await self._initialise(message)
            case "ping":
                self._mailbox.offer(PONG)
            case "pong":
                pass
            case "subscribe":
                self._subscribe(message)
            case "complete":
                if (found := self._open.get(_name(message))) is not None:
                    self._drop(found)
            case unknown:
                raise MessageInvalid(what=f"Unknown message type {unknown}")

    async def _initialise(self, message: Mapping[str, Any]) -> None:
        if self._initialised:
            raise InitialisedTwice
        self._initialised = True
        token = _token(message.get("payload"), self._header)
        self._caller = await self._streams.admit(self._scope, token)
        self._subscriptions.seat(self._mailbox, self._caller.subject)
        self._end_after(*lifetime_of(token, self._subscriptions.bounds.lifetime_seconds_max))
        self._mailbox.offer(ACKNOWLEDGED)

    def _subscribe(self, message: Mapping[str, Any]) -> None:
        if self._caller is None:
            raise NotAcknowledged
        name, request = _name(message), _request(message.get("payload"))
        if name in self._open:
            raise SubscriberExists(id=name)
        subscription = self._open[name] = Subscription(name, self._mailbox)
        limit = self._subscriptions.bounds.per_connection_max
        if len(self._open) > limit:
            subscription.fail(self._subscriptions.words(TooManySubscriptions(limit=limit)))
            return
        reading = partial(requests.without_nul, request)
        opening = asyncio.create_task(self._streams.open(subscription, reading, self._caller))
        self._opening.add(opening)
        opening.add_done_callback(self._opening.discard)


def _close(ending: Refusal) -> Message:
    return {"type": "websocket.close", "code": close_code(ending), "reason": close_reason(ending)}


def _message(received: Message, bytes_max: int) -> Mapping[str, Any]:
    """Raises: MessageInvalid."""
    text = received.get("text")
    if text is None:
        raise MessageInvalid(what="WebSocket message type must be text")
    if len(text) > bytes_max:
        raise MessageInvalid(what=f"WebSocket message must be shorter than {bytes_max} bytes")
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MessageInvalid(what="WebSocket message must be valid JSON") from error
    if not isinstance(message, dict):
        raise MessageInvalid(what="WebSocket message must be a JSON object")
    return message


def _name(message: Mapping[str, Any]) -> str:
    """Raises: MessageInvalid."""
    name = message.get("id")
    if not isinstance(name, str) or not name:
        raise MessageInvalid(what="Message needs an id, a text that is not empty")
    return name


def _request(payload: object) -> Request:
    """Raises: MessageInvalid."""
    try:
        return requests.sent(payload)
    except RequestUnreadable as unreadable:
        raise MessageInvalid(what=f"Payload of subscribe: {unreadable.message.en}") from unreadable


def _token(payload: object, header: str | None) -> str:
    """From connection_init's ``Authorization`` or ``token``, else from the handshake's header; "" for none.

    Raises: MessageInvalid.
    """
    if not isinstance(payload, dict | None):
        raise MessageInvalid(what="Payload of connection_init must be an object")
    given = payload or {}
    written = given.get("Authorization") or given.get("authorization") or given.get("token") or header
    if not isinstance(written, str | None):
        raise MessageInvalid(what="Authorization must be text")
    return (written or "").removeprefix("Bearer ").strip()
