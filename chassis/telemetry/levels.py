"""Numbers that their owners keep and whoever scrapes reads: setting one is a dictionary's entry, no SDK."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from math import inf
from typing import Final

from opentelemetry.metrics import CallbackOptions, Observation

Labels = tuple[tuple[str, str], ...]

NOTHING_WAITS: Final = inf
"""An instant for ``Since`` that is never reached: it reads as 0 seconds."""


class Level:
    """Present values by label, read when somebody scrapes. A forgotten one disappears instead of freezing."""

    def __init__(self) -> None:
        self._values: dict[Labels, float] = {}

    def set(self, value: float, **labels: str) -> None:
        self._values[tuple(sorted(labels.items()))] = value

    def forget(self, **labels: str) -> None:
        """Every value that has these labels; without labels, all."""
        gone = set(labels.items())
        self._values = {held: value for held, value in self._values.items() if not gone <= set(held)}

    def observe(self, _: CallbackOptions) -> Iterable[Observation]:
        return [Observation(value, dict(labels)) for labels, value in list(self._values.items())]


class Since(Level):
    """Like a level, but set to an instant and read as seconds since then: it grows when its owner hangs."""

    def observe(self, options: CallbackOptions) -> Iterable[Observation]:
        now = datetime.now(UTC).timestamp()
        return [Observation(max(0.0, now - o.value), o.attributes) for o in super().observe(options)]


class Count(Level):
    """Only grows; adding costs no instrument's bookkeeping, so it fits the hottest path."""

    def add(self, times: int = 1, **labels: str) -> None:
        key = tuple(sorted(labels.items()))
        self._values[key] = self._values.get(key, 0) + times
