"""New documents are read one after the other, and no more than a tenth of the time goes to reading them.

Parsing and validating run on the event loop and take milliseconds, tenths of a second for the worst that the
limits let through. Documents that are known already do not wait here.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

SHARE = 0.1
SAVED_SECONDS_MAX = 1.0
"""What may be read at once after a quiet while: a client's first page has many documents."""


class ReadingTime:
    """Belongs to one process and its event loop."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._saved, self._since = SAVED_SECONDS_MAX, monotonic()
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """``async with reading.turn():`` read one document."""
        async with self._one_at_a_time:
            self._save()
            if self._saved < 0:
                await asyncio.sleep(-self._saved / SHARE)
            begun = self._monotonic()
            try:
                yield
            finally:
                self._saved -= self._monotonic() - begun

    def _save(self) -> None:
        now = self._monotonic()
        self._saved = min(SAVED_SECONDS_MAX, self._saved + (now - self._since) * SHARE)
        self._since = now
