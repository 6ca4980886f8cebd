"""The issuer's public keys: from a file or over HTTP, cached, refreshed when an unknown key appears."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from chassis.refusal import Kind, Refusal
from chassis.telemetry.trouble import Trouble

log = structlog.get_logger(__name__)

FETCH_SECONDS_MAX = 5.0
BYTES_MAX = 256 * 1024
OK = 200
UNREADABLE = (
    OSError,
    TimeoutError,
    aiohttp.ClientError,
    ValueError,
    KeyError,
    TypeError,
    JoseError,
    RecursionError,
)


class KeysUnavailable(Refusal):
    """The identity provider's keys cannot be read, so nobody can be let in."""

    code, kind = "identity-unavailable", Kind.UNAVAILABLE
    tr, en = "Kimlik sağlayıcıya şu anda ulaşılamıyor.", "The identity provider cannot be reached now."
    next_tr, next_en = "Birazdan yeniden deneyin.", "Try again shortly."


class SigningKeys:
    """The key set behind ``source``; one refresh at a time, and never two within ``pause`` seconds.

    A key set older than ``age_max`` is read again, so a withdrawn key stops working. If that reading fails
    the old keys stay: an outage of the identity provider must not become ours.
    """

    def __init__(
        self,
        source: str | Path,
        pause: float = 10.0,
        age_max: float = 600.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = str(source)
        self._pause, self._age_max, self._monotonic = pause, age_max, monotonic
        self._keys: KeySet | None = None
        self._tried_at, self._read_at = float("-inf"), float("-inf")
        self._refreshing = asyncio.Lock()
        self._trouble = Trouble(log, "signing_keys.not_read", "signing_keys.read_again", source=self._source)
        self.generation = 0

    async def for_key(self, kid: str | None) -> KeySet:
        """The present key set; read again first when it is old or does not know ``kid``.

        Raises: KeysUnavailable when no key set was ever read.
        """
        if not self._current(kid) and not self._others_ask(kid):
            async with self._refreshing:
                if not self._current(kid) and self._monotonic() - self._tried_at >= self._pause:
                    await self._refresh()
        if self._keys is None:
            raise KeysUnavailable
        return self._keys

    def hold(self, generation: int) -> bool:
        """Whether what keys of this ``generation`` said still stands: none were read since, nor are due."""
        return generation == self.generation and self._monotonic() - self._read_at <= self._age_max

    def _others_ask(self, kid: str | None) -> bool:
        """Somebody waits for the issuer already; who can be served by old keys need not wait with them."""
        return self._refreshing.locked() and self._knows(kid)

    def _current(self, kid: str | None) -> bool:
        return self._monotonic() - self._read_at <= self._age_max and self._knows(kid)

    def _knows(self, kid: str | None) -> bool:
        return self._keys is not None and (kid is None or any(key.kid == kid for key in self._keys))

    async def _refresh(self) -> None:
        self._tried_at = self._monotonic()
        try:
            self._keys = KeySet.import_key_set(await self._read())
        except UNREADABLE as error:
            self._trouble.lasts(error, detail=str(error)[:200])
            return
        self._trouble.passed()
        self._read_at = self._tried_at
        self.generation += 1

    async def _read(self) -> Any:
        if not self._source.startswith(("http://", "https://")):
            return json.loads(await asyncio.to_thread(Path(self._source).read_bytes))
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS_MAX)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(self._source, allow_redirects=False) as answer,
        ):
            if answer.status != OK:
                raise ValueError(f"the issuer answered {answer.status}")
            return json.loads(await _whole(answer))


async def _whole(answer: aiohttp.ClientResponse) -> bytes:
    """Raises: ValueError for more than a key set can be."""
    read = bytearray()
    async for piece in answer.content.iter_chunked(BYTES_MAX):
        read += piece
        if len(read) > BYTES_MAX:
            raise ValueError(f"the issuer's answer is longer than {BYTES_MAX} bytes")
    return bytes(read)
