"""Health of a consumer is progress towards the end of its partitions, not that its task is alive."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

STALLED_SECONDS = 30.0


@dataclass(slots=True)
class Progress:
    """What one group has left to read, and when it last got closer.

    ``waits_since``: when its oldest record was written, seconds of the epoch; None when none waits.
    """

    group: str
    lag: int | None = None
    behind: dict[tuple[str, int], int] = field(default_factory=dict)
    waits_since: float | None = None
    moved_at: float = field(default_factory=time.monotonic)

    def moved(self) -> None:
        self.moved_at = time.monotonic()

    def observe(self, behind: dict[tuple[str, int], int], waits_since: float | None = None) -> None:
        """Record how far each partition is behind its end; nothing behind counts as progress."""
        self.behind, self.waits_since = behind, waits_since
        self.lag = sum(behind.values())
        if self.lag == 0:
            self.moved()

    @property
    def lag_seconds(self) -> float | None:
        """How long the oldest record has waited, at this moment; None while the lag is not known."""
        if self.lag is None:
            return None
        return 0.0 if self.waits_since is None else max(0.0, time.time() - self.waits_since)

    @property
    def stalled(self) -> bool:
        return time.monotonic() - self.moved_at > STALLED_SECONDS

    @property
    def healthy(self) -> bool:
        return not self.stalled
