"""Refusing costs time too: where a process refuses much, its refusals wait.

A few are answered at once, as every client deserves. Beyond ``a_second`` each waits half a second, which
costs nothing here; whoever sends the next request when the last is answered then sends two a second, not
thousands.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

SLOWED_SECONDS = 0.5


class Patience:
    """Belongs to one process and its event loop."""

    def __init__(self, a_second: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._a_second, self._monotonic = a_second, monotonic
        self._left, self._since = float(a_second), monotonic()

    async def before_refusing(self) -> None:
        now = self._monotonic()
        self._left = min(float(self._a_second), self._left + (now - self._since) * self._a_second)
        self._since = now
        if self._left >= 1:
            self._left -= 1
        else:
            await asyncio.sleep(SLOWED_SECONDS)
