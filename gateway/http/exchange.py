"""One HTTP request and its one answer, on bare ASGI."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterable, Mapping
from time import perf_counter

from starlette.types import Receive, Scope, Send

from chassis.http.body_limit import BodyTooLarge
from chassis.http.punctual import WHOLE
from chassis.http.security_headers import DEFAULTS
from chassis.refusal import Refusal
from gateway.documents.document import Operation
from gateway.execution import Recalled
from gateway.http.media_types import EVENTS, GRAPHQL_JSON, JSON

Headers = list[tuple[bytes, bytes]]

ANSWERED, REFUSED, FAILED, GONE = "answered", "refused", "failed", "gone"
"""What became of an operation, as operators count it."""

_VARY = "Authorization, Accept, Accept-Encoding, Accept-Language, Origin"
_SAFE: Headers = [
    (name.lower().encode(), value.encode()) for name, value in (DEFAULTS | {"Vary": _VARY}).items()
]
_OF_TYPE = {
    media_type: [*_SAFE, (b"content-type", f"{media_type}; charset=utf-8".encode())]
    for media_type in (JSON, GRAPHQL_JSON)
}

_HEADS = {
    media_type: b"".join(b"%b: %b\r\n" % header for header in headers)
    for media_type, headers in _OF_TYPE.items()
}


class Gone(Exception):
    """The client went away before its request was complete; there is nobody to answer."""


class Exchange:
    """Reads the request and sends the answer. Who comes second with an answer is not heard.

    ``stream`` is what goes on after the answer has begun and the request is told.
    """

    __slots__ = (
        "_receive",
        "_send",
        "began",
        "due",
        "headers",
        "late",
        "media_type",
        "method",
        "more",
        "operation",
        "outcome",
        "scope",
        "status",
        "stream",
        "wants_events",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self._receive, self._send = scope, receive, send
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.method: str = scope["method"]
        self.media_type = JSON
        self.status = 0
        self.more: Headers = []
        self.operation: Operation | Recalled | None = None
        self.outcome = ANSWERED
        self.began = perf_counter()
        self.due = math.inf
        self.late: Refusal | None = None
        self.wants_events = False
        self.stream: Callable[[], Awaitable[None]] | None = None

    async def body(self, bytes_max: int) -> bytes:
        """The whole body. Raises: BodyTooLarge, before reading where the size is declared; Gone."""
        declared = self.headers.get(b"content-length", b"0")
        if len(declared) > 12 or int(declared) > bytes_max:
            raise BodyTooLarge
        message = await self._receive()
        body: bytes = message.get("body", b"")
        while message.get("more_body", False):
            message = await self._receive()
            body += message.get("body", b"")
            if len(body) > bytes_max:
                raise BodyTooLarge
        if message["type"] == "http.disconnect":
            raise Gone
        if len(body) > bytes_max:
            raise BodyTooLarge
        return body

    async def answer(self, status: int, body: bytes, more: Iterable[tuple[bytes, bytes]] = ()) -> None:
        """A GraphQL answer of the negotiated type."""
        if self._answered_whole(status, body, more):
            return
        headers = [*_OF_TYPE[self.media_type], (b"content-length", b"%d" % len(body)), *more]
        await self.respond(status, headers, body)

    def _answered_whole(self, status: int, body: bytes, more: Iterable[tuple[bytes, bytes]]) -> bool:
        """Where the server takes an answer in one piece. Who comes second is done, too."""
        if self.status or WHOLE not in self.scope.get("extensions", ()):
            return bool(self.status)
        own = [b"content-length: %d\r\n" % len(body)]
        own += [b"%b: %b\r\n" % header for header in (*more, *self.more)]
        if self.scope["extensions"][WHOLE](status, b"".join((_HEADS[self.media_type], *own)), body):
            self.status = status
        return bool(self.status)

    async def not_modified(self, more: Iterable[tuple[bytes, bytes]]) -> None:
        await self.respond(304, [*_SAFE, *more], b"")

    async def respond(self, status: int, headers: Headers, body: bytes) -> None:
        """``more`` goes with every answer to this request, whatever it is."""
        if self.status:
            return
        self.status = status
        headers += self.more
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    async def begin_events(self) -> None:
        """The head of an answer that ``go_on`` continues."""
        self.status = 200
        headers = [*EVENT_HEADERS, *self.more]
        await self._send({"type": "http.response.start", "status": self.status, "headers": headers})

    async def go_on(self, body: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


def raw(headers: Mapping[str, str]) -> Headers:
    """Headers as ASGI sends them, the security headers among them; the given ones win."""
    merged = DEFAULTS | {"Vary": _VARY}
    given = {name.lower(): value for name, value in headers.items()}
    kept = {name.lower(): value for name, value in merged.items()} | given
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept.items()]


EVENT_HEADERS = raw(
    {
        "Cache-Control": "no-store",
        "Content-Type": f"{EVENTS}; charset=utf-8",
        "X-Accel-Buffering": "no",  # nginx would hold events back
    }
)
