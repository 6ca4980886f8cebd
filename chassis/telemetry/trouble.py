"""A trouble that lasts is told when it begins, when it changes and when it is over; not at every attempt.

A broker that is away for an hour is two lines of the log, however often somebody tried to reach it.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from structlog.typing import FilteringBoundLogger


class Trouble:
    """One thing that can go wrong again and again. ``told`` also names what is the matter with whom."""

    def __init__(self, log: FilteringBoundLogger, name: str, over: str, **told: object) -> None:
        self._log, self._name, self._over, self._told = log, name, over, told
        self._kinds: set[str] = set()
        self._began, self._times = 0.0, 0

    def lasts(self, error: BaseException, **more: object) -> None:
        """It went wrong, for the first time or again. A line for each kind of error, once."""
        kind = type(error).__name__
        if not self._times:
            self._began = monotonic()
        self._times += 1
        if kind not in self._kinds:
            self._kinds.add(kind)
            self._log.warning(self._name, error=kind, **self._told, **more)

    def telling(self, passes: Callable[[Exception], bool]) -> Callable[[Exception], bool]:
        """The same question of whether an error will pass, for who tries again; a yes is told."""

        def told(error: Exception) -> bool:
            if will := passes(error):
                self.lasts(error)
            return will

        return told

    def passed(self) -> None:
        """It went well. A line, if it was otherwise before: how long, and how many attempts failed."""
        if self._times:
            seconds = round(monotonic() - self._began, 1)
            self._log.info(self._over, seconds=seconds, attempts=self._times, **self._told)
            self._kinds.clear()
            self._times = 0
