"""Bodies have a bound: what is declared too large is refused unread, what grows too large while it is read.

Not the framework's ``max_body_size``: it lets a route that never reads its body act, and then answers 413.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.http.problems import problem_response
from chassis.refusal import Kind, Refusal

TOO_LARGE = 413


class BodyTooLarge(Refusal):
    code, kind = "body-too-large", Kind.INVALID
    tr, en = "Gönderilen veri çok büyük.", "What you sent is too large."
    next_tr, next_en = "Veriyi bölerek gönderin.", "Send it in smaller parts."


class BodyLimit:
    def __init__(self, app: ASGIApp, bytes_max: int) -> None:
        self._app, self._bytes_max = app, bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._declared_too_large(scope):
            refusal = problem_response(Request(scope), BodyTooLarge(), status=TOO_LARGE)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, self._counting(receive), send)

    def _declared_too_large(self, scope: Scope) -> bool:
        declared = Headers(scope=scope).get("content-length", "0")
        return declared.isdecimal() and int(declared) > self._bytes_max

    def _counting(self, receive: Receive) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._bytes_max:
                raise HTTPException(TOO_LARGE)
            return message

        return counted
