"""How long a mutation waits for the views to show what it did."""

from __future__ import annotations

SECONDS_MIN = 0.1
"""Long enough for a moving view, so that the first arrival after a standstill is noticed."""


class ViewWait:
    """The whole time while the views move, hardly any while they stand still.

    A waiting mutation holds one of the process's places. Nothing arrives while Kafka is away: held for the
    whole time by every mutation, the places would be gone and reading refused, which needs no Kafka.
    """

    def __init__(self, seconds_max: float) -> None:
        self._seconds_max = self.seconds = seconds_max

    def ended(self, *, arrived: bool) -> None:
        """Note how a wait of ``seconds`` came out."""
        halved = max(self.seconds / 2, min(SECONDS_MIN, self._seconds_max))
        self.seconds = self._seconds_max if arrived else halved
