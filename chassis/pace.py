"""How often somebody may do something: a bucket each, of bounded number."""

from __future__ import annotations

import time
from collections.abc import Callable

KEYS_MAX = 10_000


class Pace:
    """``per_minute`` at once, refilled evenly, for each key. Who was longest quiet is forgotten first."""

    def __init__(
        self, per_minute: int, monotonic: Callable[[], float] = time.monotonic, keys_max: int = KEYS_MAX
    ) -> None:
        self._per_minute, self._monotonic, self._keys_max = per_minute, monotonic, keys_max
        self._buckets: dict[str, tuple[float, float]] = {}

    def spend(self, key: str) -> bool:
        """Whether there was one left to spend."""
        left = self._left(key)
        allowed = left >= 1
        self._buckets.pop(key, None)
        self._buckets[key] = (left - allowed, self._monotonic())
        if len(self._buckets) > self._keys_max:
            del self._buckets[next(iter(self._buckets))]
        return allowed

    def give_back(self, key: str) -> None:
        """What was spent turned out not to count."""
        if key in self._buckets:
            self._buckets[key] = (min(float(self._per_minute), self._left(key) + 1), self._monotonic())

    def seconds_until_next(self, key: str) -> float:
        """0 when there is one to spend now."""
        return max(0.0, (1 - self._left(key)) * 60 / self._per_minute)

    def _left(self, key: str) -> float:
        now = self._monotonic()
        left, since = self._buckets.get(key, (float(self._per_minute), now))
        return min(float(self._per_minute), left + (now - since) * self._per_minute / 60)
