"""Bodies have bounds: of size, of time, and of what they are.

What is declared too large is refused unread, what grows too large while it is read. A packed body is refused:
nothing here unpacks one, and a small one may become a huge one.

Not the framework's ``max_body_size``: it lets a route that never reads its body act, and then answers 413.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.http.problems import problem_response
from chassis.refusal import Kind, Refusal

TOO_SLOW, TOO_LARGE, UNSUPPORTED = 408, 413, 415
SECONDS_MAX = 30.0
PLAIN = ("", "identity")


class BodyTooLarge(Refusal):
    code, kind = "body-too-large", Kind.INVALID
    tr, en = "Gönderilen veri çok büyük.", "What you sent is too large."
    next_tr, next_en = "Veriyi bölerek gönderin.", "Send it in smaller parts."


class BodyTooSlow(Refusal):
    code, kind = "body-too-slow", Kind.INVALID
    tr, en = "Gövde zamanında gelmedi.", "The body did not arrive in time."
    next_tr, next_en = "İsteği yeniden gönderin.", "Send the request again."


class EncodingUnsupported(Refusal):
    code, kind = "content-encoding-unsupported", Kind.INVALID
    tr, en = "Sıkıştırılmış gövde kabul edilmiyor.", "A packed body is not taken."
    next_tr = "Gövdeyi Content-Encoding olmadan, olduğu gibi gönderin."
    next_en = "Send the body as it is, without Content-Encoding."


def is_packed(content_encoding: str) -> bool:
    return content_encoding.strip().lower() not in PLAIN


class BodyLimit:
    """``larger`` gives addresses that take more than ``bytes_max`` their own bound."""

    def __init__(
        self,
        app: ASGIApp,
        bytes_max: int,
        seconds_max: float = SECONDS_MAX,
        larger: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app, self._bytes_max, self._seconds_max, self._larger = app, bytes_max, seconds_max, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        bytes_max = self._larger.get(scope["path"], self._bytes_max)
        if refused := _refused_unread(Headers(scope=scope), bytes_max):
            refusal, status = refused
            answer = problem_response(Request(scope), refusal, status=status)
            await answer(scope, receive, send)
        else:
            await self._app(scope, self._bounded(receive, bytes_max), send)

    def _bounded(self, receive: Receive, bytes_max: int) -> Receive:
        read, complete = 0, False
        due = asyncio.get_running_loop().time() + self._seconds_max

        async def bounded() -> Message:
            nonlocal read, complete
            message = await receive() if complete else await _until(due, receive)
            complete = not message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > bytes_max:
                raise HTTPException(TOO_LARGE)
            return message

        return bounded


def _refused_unread(headers: Headers, bytes_max: int) -> tuple[Refusal, int] | None:
    if is_packed(headers.get("content-encoding", "")):
        return EncodingUnsupported(), UNSUPPORTED
    declared = headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > bytes_max:
        return BodyTooLarge(), TOO_LARGE
    return None


async def _until(due: float, receive: Receive) -> Message:
    """Raises: HTTPException; the connection ends with the answer, for the rest of the body may still come."""
    try:
        async with asyncio.timeout_at(due):
            return await receive()
    except TimeoutError:
        raise HTTPException(TOO_SLOW, headers={"Connection": "close"}) from None
