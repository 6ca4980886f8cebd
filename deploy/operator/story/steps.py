"""The steps of a story and their order: by cause first, by clock only where no cause decides."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

StepId = tuple[str, ...]


class Sort(StrEnum):
    COMMAND = "command"
    EVENT = "event"
    EFFECT = "effect"
    PARKED = "parked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: ``who`` did ``what``. ``after``: ids of the steps that came before it for sure."""

    id: StepId
    sort: Sort
    at: datetime
    who: str
    what: str
    trace: str | None = None
    after: frozenset[StepId] = frozenset()


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Every step after what caused it; else the earlier first. Clocks of two machines do not agree.

    Causes that are not among the steps are passed over. Raises: ValueError when causes go in a circle.
    """
    known = {step.id: step for step in steps}
    waiting = {step.id: len(step.after & known.keys()) for step in known.values()}
    effects = defaultdict(list)
    for step in known.values():
        for cause in step.after & known.keys():
            effects[cause].append(step)
    ready = [(step.at, step.id) for step in known.values() if not waiting[step.id]]
    heapq.heapify(ready)
    ordered = []
    while ready:
        _, step_id = heapq.heappop(ready)
        ordered.append(known[step_id])
        for follower in effects[step_id]:
            waiting[follower.id] -= 1
            if not waiting[follower.id]:
                heapq.heappush(ready, (follower.at, follower.id))
    if len(ordered) < len(known):
        raise ValueError("the causes of a story go in a circle")
    return ordered
