"""graphql-sse, distinct connections mode: one subscription is one answer that goes on.

The protocol is https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. What is wrong with the
operation, and why the answer ends, is told by a ``next`` event with errors and a ``complete``; only those who
are not let in get a status of HTTP. The id of a ``next`` is its cursor: clients resume by ``Last-Event-ID``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from chassis.http.handlers import MethodNotAllowed
from chassis.http.problems import problem_response
from chassis.identity.caller import Caller
from chassis.refusal import Kind, Refusal
from gateway.subscriptions.admission import admit
from gateway.subscriptions.document import Asked
from gateway.subscriptions.mailbox import Failed, Mailbox, Told
from gateway.subscriptions.subscription import Subscription
from gateway.subscriptions.subscriptions import Subscriptions

MEDIA_TYPE = "text/event-stream"
CLOSING_SECONDS_MAX = 5.0
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
COMPLETE, KEEP_ALIVE = "event: complete\ndata:\n\n", ":\n\n"
METHODS = {"GET", "POST"}


class OperationUnreadable(Refusal):
    """No JSON, no query, or a parameter of the wrong type."""

    code, kind = "graphql-request-unreadable", Kind.INVALID
    tr, en = "GraphQL isteği okunamadı: {what}.", "The GraphQL request could not be read: {what}."
    next_tr = "query (metin), variables (nesne) ve operationName (metin) gönderin."
    next_en = "Send query (text), variables (object) and operationName (text)."


def wants_events(scope: Scope) -> bool:
    """Whether a request of /graphql asks for a stream of events."""
    return MEDIA_TYPE in Headers(scope=scope).get("accept", "").lower()


async def serve_events(scope: Scope, receive: Receive, send: Send, subscriptions: Subscriptions) -> None:
    """An ASGI application for one subscription over HTTP."""
    request = Request(scope, receive)
    try:
        if request.method not in METHODS:
            raise MethodNotAllowed
        authorization = request.headers.get("authorization", "")
        token = authorization[len("bearer ") :] if authorization.lower().startswith("bearer ") else None
        admitted = await admit(subscriptions.verifier, token, subscriptions.bounds.lifetime_seconds_max)
    except Refusal as refusal:
        status = 405 if isinstance(refusal, MethodNotAllowed) else None
        headers = {"Allow": "GET, POST"} if status else None
        answer = problem_response(request, refusal, status=status, headers=headers)
        await answer(scope, receive, send)
        return
    stream = Stream(receive, send, subscriptions)
    async with subscriptions.connected(stream.mailbox):
        timer = asyncio.get_running_loop().call_later(admitted.seconds, stream.mailbox.end, admitted.ending)
        try:
            await stream.run(request, admitted.caller)
        finally:
            timer.cancel()


class Stream:
    """One answer, from its headers to its last event."""

    def __init__(self, receive: Receive, send: Send, subscriptions: Subscriptions) -> None:
        self._receive, self._send, self._subscriptions = receive, send, subscriptions
        self.mailbox = Mailbox(subscriptions.bounds.messages_max, self._hurry)
        self._patience: asyncio.Timeout | None = None

    async def run(self, request: Request, caller: Caller) -> None:
        subscription = Subscription("", self.mailbox)
        asked = await self._asked(request, subscription)
        leaving = asyncio.create_task(self._until_left())
        resume = request.headers.get("last-event-id")
        opening = asyncio.create_task(self._open(subscription, asked, caller, resume))
        try:
            await self._write()
        finally:
            leaving.cancel()
            self.mailbox.end(None)
            self._subscriptions.close(subscription)
            await asyncio.gather(opening, return_exceptions=True)

    async def _asked(self, request: Request, subscription: Subscription) -> Asked | None:
        try:
            return await _operation(request)
        except Refusal as refusal:
            subscription.fail(self._subscriptions.words(refusal))
            return None

    async def _open(
        self, subscription: Subscription, asked: Asked | None, caller: Caller, resume: str | None
    ) -> None:
        if asked is not None:
            await self._subscriptions.open(subscription, asked, caller, resume)

    async def _until_left(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.mailbox.end(None)

    def _hurry(self) -> None:
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time() + CLOSING_SECONDS_MAX)

    async def _write(self) -> None:
        try:
            async with asyncio.timeout(None) as self._patience:
                await self._send({"type": "http.response.start", "status": 200, "headers": HEADERS})
                await self._event(KEEP_ALIVE)  # so that the client knows at once that it is let in
                while (text := await self._next()) is not None:
                    await self._event(text)
                await self._event(self._farewell(), more=False)
        except OSError:  # gone, or it did not read: a timeout is one too
            return
        finally:
            self._patience = None

    async def _event(self, text: str, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": more})

    async def _next(self) -> str | None:
        """The next event, a comment when there is none for a while, None at the end."""
        try:
            message = await asyncio.wait_for(
                self.mailbox.take(), self._subscriptions.bounds.keep_alive_seconds
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
        return (_errors(self._subscriptions.words(ending)) if ending else "") + COMPLETE


def _errors(errors: str) -> str:
    return f'event: next\ndata: {{"errors":{errors}}}\n\n'


async def _operation(request: Request) -> Asked:
    """From the query string or the body; ``Last-Event-ID`` is where a client goes on that says nothing else.

    Raises: OperationUnreadable.
    """
    given = _from_query(request) if request.method == "GET" else await _from_body(request)
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise OperationUnreadable(what="query")
    if not isinstance(variables, dict | None):
        raise OperationUnreadable(what="variables")
    if not isinstance(name, str | None):
        raise OperationUnreadable(what="operationName")
    return Asked(query, variables or {}, name or None)


async def _from_body(request: Request) -> Mapping[str, Any]:
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise OperationUnreadable(what="JSON") from error
    if not isinstance(body, dict):
        raise OperationUnreadable(what="JSON object")
    return body


def _from_query(request: Request) -> Mapping[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    if "variables" in given:
        try:
            given["variables"] = orjson.loads(given["variables"])
        except orjson.JSONDecodeError as error:
            raise OperationUnreadable(what="variables") from error
    return given
