"""What a check found: breaches, counted by what they mean for the people concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHOWN_MAX = 20


class Harm(StrEnum):
    """What a breach means."""

    LOST = "lost"  # something done is not there, or its effect did not happen
    DUPLICATED = "duplicated"  # something happened more often than it was asked for
    DIVERGED = "diverged"  # two places that must say the same do not


@dataclass(frozen=True, slots=True)
class Breach:
    """``promise`` is its number in docs/promises.md, ``check`` the rule, ``where`` the place to look."""

    promise: int
    harm: Harm
    check: str
    what: str
    where: str

    def __str__(self) -> str:
        return (
            f"promise {self.promise} broken, {self.harm} · {self.check}: {self.what} · look at {self.where}"
        )


def lines(breaches: Sequence[Breach]) -> Iterator[str]:
    """One line a breach, at most ``SHOWN_MAX`` of each check, and the sum as the last line."""
    shown: Counter[str] = Counter()
    for breach in breaches:
        shown[breach.check] += 1
        if shown[breach.check] <= SHOWN_MAX:
            yield str(breach)
    for check, count in shown.items():
        if count > SHOWN_MAX:
            yield f"… {count - SHOWN_MAX} more of: {check}"
    yield verdict(breaches)


def verdict(breaches: Iterable[Breach]) -> str:
    counted = Counter(breach.harm for breach in breaches)
    return " ".join(f"{harm} {counted[harm]}" for harm in Harm)
