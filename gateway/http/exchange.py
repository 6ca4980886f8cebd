"""One HTTP request and its one answer, on bare ASGI."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

from chassis.http.body_limit import BodyTooLarge
from chassis.http.security_headers import DEFAULTS
from gateway.documents.document import Operation
from gateway.execution import Recalled
from gateway.http.media_types import GRAPHQL_JSON, JSON

Headers = list[tuple[bytes, bytes]]

_VARY = "Authorization, Accept, Accept-Encoding, Accept-Language, Origin"
_SAFE: Headers = [
    (name.lower().encode(), value.encode()) for name, value in (DEFAULTS | {"Vary": _VARY}).items()
]
_OF_TYPE = {
    media_type: [*_SAFE, (b"content-type", f"{media_type}; charset=utf-8".encode())]
    for media_type in (JSON, GRAPHQL_JSON)
}


class Gone(Exception):
    """The client went away before its request was complete; there is nobody to answer."""


class Exchange:
    """Reads the request and sends the answer. Who comes second with an answer is not heard."""

    __slots__ = ("_receive", "_send", "headers", "media_type", "method", "operation", "scope", "status")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self._receive, self._send = scope, receive, send
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.method: str = scope["method"]
        self.media_type = JSON
        self.status = 0
        self.operation: Operation | Recalled | None = None

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

    async def answer(self, status: int, body: bytes, more: Headers | None = None) -> None:
        """A GraphQL answer of the negotiated type."""
        headers = [*_OF_TYPE[self.media_type], (b"content-length", b"%d" % len(body)), *(more or ())]
        await self.respond(status, headers, body)

    async def respond(self, status: int, headers: Headers, body: bytes) -> None:
        if self.status:
            return
        self.status = status
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def raw(headers: Mapping[str, str]) -> Headers:
    """Headers as ASGI sends them, the security headers among them; the given ones win."""
    merged = DEFAULTS | {"Vary": _VARY}
    given = {name.lower(): value for name, value in headers.items()}
    kept = {name.lower(): value for name, value in merged.items()} | given
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept.items()]
