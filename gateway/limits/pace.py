"""How many documents that nobody sent before a client may send in a minute.

Reading one takes as long as answering a hundred remembered ones. A client's code sends the same few dozen
documents and puts what differs into variables; whoever keeps inventing new ones is testing us.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from chassis.refusal import Kind, Refusal

CLIENTS_MAX = 10_000


class TooManyNewDocuments(Refusal):
    code, kind = "too-many-new-documents", Kind.UNAVAILABLE
    tr = "Bir dakikada en çok {limit} yeni sorgu metni gönderilebilir."
    en = "At most {limit} new query texts may be sent in a minute."
    next_tr = "Değişen değerleri variables ile gönderip aynı metni kullanın."
    next_en = "Use the same text again and send what differs as variables."


class Pace:
    """A bucket for each client: ``per_minute`` at once, refilled evenly."""

    def __init__(self, per_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._monotonic = per_minute, monotonic
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, client: str) -> None:
        """Raises: TooManyNewDocuments."""
        now = self._monotonic()
        left, since = self._buckets.pop(client, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * self._per_minute / 60)
        allowed = left >= 1
        self._buckets[client] = (left - allowed, now)
        if len(self._buckets) > CLIENTS_MAX:  # the one that was longest quiet
            del self._buckets[next(iter(self._buckets))]
        if not allowed:
            raise TooManyNewDocuments(limit=self._per_minute)
