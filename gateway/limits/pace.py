"""How many documents that nobody sent before a client may send in a minute.

Reading one takes as long as answering a hundred remembered ones. A client's code sends the same few dozen
documents and puts what differs into variables; whoever keeps inventing new ones is testing us.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from chassis.pace import Pace
from chassis.refusal import Kind, Refusal


class TooManyNewDocuments(Refusal):
    code, kind = "too-many-new-documents", Kind.TOO_MANY
    tr = "Bir dakikada en çok {limit} yeni sorgu metni gönderilebilir."
    en = "At most {limit} new query texts may be sent in a minute."
    next_tr = "Değişen değerleri variables ile gönderip aynı metni kullanın."
    next_en = "Use the same text again and send what differs as variables."


class NewDocuments:
    """Of each client so many a minute."""

    def __init__(self, per_minute: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pace, self._per_minute = Pace(per_minute, monotonic), per_minute

    def spend(self, client: str) -> None:
        """Raises: TooManyNewDocuments."""
        if not self._pace.spend(client):
            seconds = math.ceil(self._pace.seconds_until_next(client))
            raise TooManyNewDocuments(limit=self._per_minute, seconds=seconds)
