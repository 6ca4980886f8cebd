"""Pages of other sites: which may ask (CORS), and what keeps the rest from making a visitor ask (CSRF).

A page can make a browser send a simple request anywhere, with cookies and without asking first. Kervan knows
no cookies: callers are known by ``Authorization``, which no simple request carries. What would remain is a
proxy that turns a cookie into that header, so simple requests are refused all the same: a POST must be JSON
(see ``media_types``), and what a browser marks as another site's needs that site's origin in the settings.
"""

from __future__ import annotations

from collections.abc import Mapping

from chassis.refusal import Kind, Refusal
from gateway.http.exchange import Exchange, Headers, raw

METHODS = "GET, POST"
EXPOSED = "ETag, Retry-After"
_FOREIGN = (b"cross-site", b"same-site")


class OriginRefused(Refusal):
    code, kind = "origin-refused", Kind.FORBIDDEN
    tr, en = "Bu siteden gelen istekler kabul edilmiyor.", "Requests from this site are not taken."
    next_tr = "Sitenin adresini işletmene KERVAN_CORS_ORIGINS ayarına ekletin."
    next_en = "Have the operator add the site's origin to KERVAN_CORS_ORIGINS."


class Origins:
    """Exact origins, ``https://mobility.example.edu``; no patterns, no credentials."""

    def __init__(self, allowed: tuple[str, ...], headers: tuple[str, ...], age_seconds: int) -> None:
        self._allowed = frozenset(origin.encode() for origin in allowed)
        self._preflight = {
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": ", ".join(headers),
            "Access-Control-Max-Age": str(age_seconds),
        }

    def require(self, headers: Mapping[bytes, bytes]) -> Headers:
        """Before anything else is looked at; what the answer's headers must say. Raises: OriginRefused."""
        origin = headers.get(b"origin")
        if origin is None:
            if headers.get(b"sec-fetch-site") in _FOREIGN:
                raise OriginRefused
        elif origin in self._allowed:
            return _answered(origin)
        elif not _is_own(origin, headers.get(b"host", b"")):
            raise OriginRefused
        return []

    async def answer_preflight(self, exchange: Exchange) -> None:
        """Whether the page's own request may follow; ``require`` came before."""
        await exchange.respond(204, raw(self._preflight), b"")


def _answered(origin: bytes) -> Headers:
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", EXPOSED.encode()),
    ]


def _is_own(origin: bytes, host: bytes) -> bool:
    """The editor's page, for one. A proxy may have ended TLS, so only the host is compared."""
    return origin.partition(b"://")[2] == host
