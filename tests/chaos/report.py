"""What a run says at its end."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.chaos.clients.walking import Book
from tests.chaos.said import Outcome
from tests.chaos.schedule import SERVICES

KILLS = ("kill",)


@dataclass(frozen=True, slots=True)
class Recovery:
    """From a fault to the next acknowledgement of the service that it concerned."""

    seconds: float
    after: str


def commands(book: Book) -> str:
    ended = Counter(book.commands.values())
    return ", ".join(
        f"{ended[one]} {one}" for one in (Outcome.ACKNOWLEDGED, Outcome.REFUSED, Outcome.UNKNOWN)
    )


def faults(lines: Iterable[Mapping[str, Any]]) -> str:
    """How many of each kind; what could not be done, because another fault was in its way, apart."""
    done = Counter(line["fault"]["kind"] for line in lines if line["what"] == "harmed")
    left_out = sum(line["what"] == "not-done" for line in lines)
    said = ", ".join(f"{count} {kind}" for kind, count in sorted(done.items()))
    return f"{said or 'none'}; {left_out} could not be done"


def kills(lines: Iterable[Mapping[str, Any]]) -> str:
    found = Counter(
        line["fault"]["target"]
        for line in lines
        if line["what"] == "harmed" and line["fault"]["kind"] in KILLS
    )
    return ", ".join(f"{target} {count}" for target, count in sorted(found.items())) or "none"


def longest_recovery(lines: Iterable[Mapping[str, Any]], book: Book) -> Recovery | None:
    """None when no fault was followed by an acknowledgement of whom it concerned."""
    recoveries = [
        Recovery(_next(book.acknowledged_at.get(service, []), line["at"]), _named(line["fault"], service))
        for line in lines
        if line["what"] == "harmed"
        for service in _concerned(line["fault"]["target"])
    ]
    known = [one for one in recoveries if one.seconds >= 0]
    return max(known, key=lambda one: one.seconds, default=None)


def _concerned(target: str) -> tuple[str, ...]:
    """A store concerns every service; who takes no commands concerns none."""
    if target in ("kafka", "postgres"):
        return SERVICES
    return (target,) if target in (*SERVICES, "gateway") else ()


def _next(times: Sequence[float], at: float) -> float:
    """Seconds until the first of ``times`` after ``at``; negative when there is none."""
    place = bisect_right(times, at)
    return times[place] - at if place < len(times) else -1.0


def _named(fault: Mapping[str, Any], service: str) -> str:
    return f"{fault['kind']} of {fault['target']} at {fault['at']} s ({service})"
