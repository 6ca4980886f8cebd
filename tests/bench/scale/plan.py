"""From what one unit costs to what many universities need: the worst evening of the year, second by second.

    python -m tests.bench.scale.plan

Everybody's deadline is the same night. Applications come faster and faster until midnight; each is one
command, some reads, and events that the relay sends and consumers take in. A stage takes so many units a
second in each of its lanes and no more; what it cannot take waits. At the worst moment a member is killed and
its work stands still until the group has settled again. The costs are those of ``docs/scale.md``.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil, exp

SECONDS = 3_600
APPLICANTS_A_UNIVERSITY = 2_000
IN_THE_LAST_HOUR = 0.15
STEEPNESS = 4.0
"""How much faster they come at midnight than an hour before: e to this power."""
STANDS_STILL_SECONDS = 24
"""The longest recovery that `make chaos` has seen."""
UNIVERSITIES = (1, 10, 50, 200, 1_000)


@dataclass(frozen=True, slots=True)
class Stage:
    """What takes units in: so many a second a lane, at most ``lanes_max`` lanes side by side."""

    name: str
    units_a_command: float
    units_a_second: float
    lanes_max: int
    cpu_microseconds: float

    def lanes_for(self, units: float) -> int:
        """With a third to spare, where that many are possible."""
        return min(self.lanes_max, max(1, ceil(units * 1.5 / self.units_a_second)))


STAGES = (
    Stage("gateway reads", 20, 3_888, 1_000, 366),
    Stage("mobility commands", 1, 678, 1_000, 1_746),
    Stage("mobility relay", 1, 50_000, 1, 20),
    Stage("finance.grants", 1, 301, 1, 3_523),
    Stage("gateway.views", 1, 5_443, 1, 186),
)
"""As if everybody who applies were granted that evening: more than will ever come to ``finance.grants``."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The longest queue in units, and how many seconds somebody waited at most."""

    queue: float
    seconds: int


def evening(universities: int, seed: int = 1) -> list[int]:
    """Commands of each second of the last hour."""
    expected = universities * APPLICANTS_A_UNIVERSITY * IN_THE_LAST_HOUR
    growth = [exp(STEEPNESS * second / SECONDS) for second in range(SECONDS)]
    chance = random.Random(seed)
    return [_poisson(expected * each / sum(growth), chance) for each in growth]


def _poisson(mean: float, chance: random.Random) -> int:
    """By the normal distribution where that is the same."""
    if mean > 50:
        return max(0, round(chance.gauss(mean, mean**0.5)))
    found, left = 0, chance.expovariate(1.0)
    while left < mean:
        found, left = found + 1, left + chance.expovariate(1.0)
    return found


def through(commands: Sequence[int], stage: Stage, lanes: int, stands_still: range) -> Outcome:
    """What became of ``commands`` at a stage of so many lanes, one of which stands still for a while."""
    waiting: deque[list[float]] = deque()  # of each second what is left
    longest, seconds = 0.0, 0
    for second in count():
        if second < len(commands):
            waiting.append([second, commands[second] * stage.units_a_command])
        elif not waiting:
            return Outcome(longest, seconds)
        able = (lanes - (second in stands_still)) * stage.units_a_second
        seconds = max(seconds, _take(waiting, able, second))
        longest = max(longest, sum(left for _, left in waiting))
    raise AssertionError("the clock does not end")


def _take(waiting: deque[list[float]], able: float, second: int) -> int:
    """The first come are served; how long the longest waiting of them had to wait."""
    waited = 0
    while waiting and able > 0:
        came, left = waiting[0]
        taken = min(left, able)
        able, waiting[0][1] = able - taken, left - taken
        waited = max(waited, second - int(came) if taken else 0)
        if waiting[0][1] > 0:
            break
        waiting.popleft()
    return waited


def row(universities: int, stage: Stage) -> str:
    commands = evening(universities)
    peak = max(commands) * stage.units_a_command
    lanes = stage.lanes_for(peak)
    worst = max(range(len(commands)), key=commands.__getitem__)
    killed = range(worst, worst + STANDS_STILL_SECONDS)
    usual, troubled = (through(commands, stage, lanes, still) for still in (range(0), killed))
    cores = peak * stage.cpu_microseconds / 1e6
    return (
        f"plan {universities:5} {stage.name:18} peak {peak:10,.0f}/s lanes {lanes:3} cores {cores:6.1f}"
        f" late {usual.seconds:4} s, killed {troubled.seconds:4} s"
    )


if __name__ == "__main__":
    for universities in UNIVERSITIES:
        print("\n".join(row(universities, stage) for stage in STAGES))
