"""uvicorn's HTTP protocol with an end to everything that a client may send without end.

uvicorn waits for a head for ever, keeps as much of it as comes, and reads a body that was refused until the
client tires. A few thousand connections that send a byte now and then would hold every file descriptor.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

WHOLE = "kervan.whole-answer"
"""The extension in a request's scope that answers it in one piece: ``PunctualHttp.answer``."""
HEAD_SECONDS_MAX = 10.0
HEAD_BYTES_MAX = 64 * 1024
BODY_SECONDS_MAX = 60.0
"""The application refuses earlier, and in words; this ends what it refused and what still comes."""
BODY_BYTES_MAX = 32 * 1024 * 1024
CONNECTIONS_MAX = 4000
ALONE = b"Content-Length: 0\r\nConnection: close\r\n\r\n"
FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n" + ALONE
HEAD_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\n" + ALONE


class PunctualHttp(HttpToolsProtocol):
    """``_part`` says what the client is sending: nothing now, a request's head, or its body."""

    head_seconds_max, body_seconds_max, connections_max = HEAD_SECONDS_MAX, BODY_SECONDS_MAX, CONNECTIONS_MAX
    draining = False
    """Connections end with their answer."""
    _part: str | None = "head"
    _timed: str | None = None
    _due: asyncio.TimerHandle | None = None
    _bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._extensions: dict[str, Any] = {WHOLE: self.answer}
        if len(self.connections) > self.connections_max:
            transport.write(FULL)
            transport.close()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._part == "head":
            self._bytes += len(data)
            if self._bytes > HEAD_BYTES_MAX:
                self._refuse_head()
        self._watch()

    def _refuse_head(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(HEAD_TOO_LARGE)
            self.transport.close()

    def _watch(self) -> None:
        """One timer a part, begun when the part does not come whole with its first bytes."""
        wanted = None if self.transport.is_closing() else self._part
        if wanted == self._timed:
            return
        if self._due is not None:
            self._due.cancel()
        self._timed, self._due = wanted, None
        if wanted is not None:
            seconds = self.head_seconds_max if wanted == "head" else self.body_seconds_max
            self._due = self.loop.call_later(seconds, self.transport.close)

    def on_message_begin(self) -> None:
        self._part, self._bytes = "head", 0
        super().on_message_begin()
        self.scope["extensions"] = self._extensions

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answering = cycle  # those behind it wait until it is answered
        super()._start_asgi_task(cycle, app)

    def answer(self, status: int, head: bytes, body: bytes) -> bool:
        """Send the answer in one piece, ``head`` being its headers as they go out; False: not this way, now.

        uvicorn checks and joins every header of every answer, and writes twice: a tenth of a small request.
        """
        cycle = self._answering
        if cycle.response_started or self.flow.write_paused or cycle.scope["method"] == "HEAD":
            return False
        cycle.response_started = cycle.response_complete = True
        if not cycle.disconnected:
            usual = b"".join([b"%b: %b\r\n" % header for header in cycle.default_headers])
            end = b"\r\n" if cycle.keep_alive else b"connection: close\r\n\r\n"
            self.transport.write(b"".join((STATUS_LINE[status], usual, head, end, body)))
            cycle.message_event.set()
            if not cycle.keep_alive:
                self.transport.close()
            cycle.on_response()
        return True

    def on_headers_complete(self) -> None:
        upgrading = self.parser.should_upgrade() and self._should_upgrade()
        self._part, self._bytes = None if upgrading else "body", 0
        super().on_headers_complete()
        if self.draining:
            self.end_after_answer()

    def end_after_answer(self) -> None:
        """The client is told not to use the connection again: closed while it does, that request breaks."""
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._bytes += len(body)
        if self._bytes > BODY_BYTES_MAX:
            self.transport.close()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._part = None
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._due is not None:
            self._due.cancel()
        super().connection_lost(exc)


def punctual(head_seconds: float, body_seconds: float, connections: int) -> type[PunctualHttp]:
    class Punctual(PunctualHttp):
        head_seconds_max, body_seconds_max, connections_max = head_seconds, body_seconds, connections

    return Punctual
