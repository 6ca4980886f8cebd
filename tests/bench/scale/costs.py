"""What processes cost while something happens: CPU seconds of each kind, and of how many units."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Cost:
    """``rate`` units a second; of each kind of process the microseconds of CPU that a unit took.

    ``stored``: bytes that a unit takes in the database, indexes and outbox with it, where that was asked.
    """

    members: int
    rate: float
    microseconds: Mapping[str, float]
    stored: float | None = None

    def line(self, name: str) -> str:
        spent = " · ".join(f"{kind} {each:,.0f} µs" for kind, each in self.microseconds.items())
        stored = f" · {self.stored:,.0f} bytes" if self.stored else ""
        return f"scale {name} {self.members} {self.rate:,.0f}/s · {spent}{stored}"


class Meter:
    """Begun, later read. ``kinds``: roots of process trees; children that end meanwhile are not counted."""

    def __init__(self, kinds: Mapping[str, Sequence[psutil.Process]]) -> None:
        self._kinds = kinds
        self._began, self._spent = time.perf_counter(), self._now()

    def read(self, members: int, units: int) -> Cost:
        seconds = time.perf_counter() - self._began
        spent = {kind: each - self._spent[kind] for kind, each in self._now().items()}
        return Cost(members, units / seconds, {kind: each / units * 1e6 for kind, each in spent.items()})

    def _now(self) -> dict[str, float]:
        return {kind: sum(map(_cpu_seconds, roots)) for kind, roots in self._kinds.items()}


def _cpu_seconds(root: psutil.Process) -> float:
    total = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def processes_named(word: str) -> list[psutil.Process]:
    """The roots of trees whose command line holds ``word``, of this run's own processes."""
    ours = psutil.Process().children(recursive=True)
    found = [process for process in ours if word in " ".join(_command(process))]
    return [process for process in found if process.parent() not in found]


def _command(process: psutil.Process) -> Sequence[str]:
    with suppress(psutil.Error):
        return process.cmdline()
    return ()
