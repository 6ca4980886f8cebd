"""The last step of an executed operation: 304 where the client has this answer, gzip where it is large."""

from __future__ import annotations

from hashlib import blake2b

from gateway.http.compression import compressed, takes_gzip
from gateway.http.exchange import Exchange, Headers

_NOT_MODIFIED = 304
_GZIP = (b"content-encoding", b"gzip")


class Sender:
    def __init__(self, compress_bytes_min: int) -> None:
        self._compress_bytes_min = compress_bytes_min

    async def send(self, exchange: Exchange, status: int, body: bytes, *, tagged: bool) -> None:
        """``tagged``: the address means one document for ever, so its answers may be compared."""
        more: Headers = []
        if tagged and exchange.method == "GET":
            tag = _tag(body)
            more.append((b"etag", tag))
            if _has_seen(exchange.headers.get(b"if-none-match", b""), tag):
                await exchange.not_modified(more)
                return
        if len(body) >= self._compress_bytes_min and takes_gzip(
            exchange.headers.get(b"accept-encoding", b"")
        ):
            body = await compressed(body)
            more.append(_GZIP)
        await exchange.answer(status, body, more)


def _tag(body: bytes) -> bytes:
    """Weak: the same answer may come compressed or not."""
    return b'W/"%s"' % blake2b(body, digest_size=12).hexdigest().encode()


def _has_seen(if_none_match: bytes, tag: bytes) -> bool:
    seen = [each.strip() for each in if_none_match.split(b",")]
    return tag in seen or tag.removeprefix(b"W/") in seen or seen == [b"*"]
