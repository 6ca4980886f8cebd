"""The optimiser: first the money is used up as far as it goes, then as many as possible are served by rank.

Exactly for a handful. Of thousands those who cost least for their rank are served, and the solver chooses
among the ones at the margin; if these use all there is, nothing could use more. Else it is asked over
everybody how much can be used at all. To ask the solver about everybody at once is shorter and does not do:
of three hundred it leaves over what the margin uses, of two thousand it takes a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import floor, gcd

from services.finance.adapters.milp import LESS_THAN_ONE, Programme, cost
from services.finance.domain.spending_plan import Candidate, Choice

MARGINS = (60, 240)
"""How many are chosen among at the margin; where no choice among them uses all, among more."""

ALIKE_MAX = 2
"""Of one cost, in the second half of the margin."""


class NotSolved(Exception):
    """HiGHS ended without any choice. Choosing nothing is always possible, so this is a bug."""


class Highs:
    """``choose`` takes seconds of one core for thousands of candidates: call it in a thread."""

    def choose(self, candidates: Sequence[Candidate], available: int) -> Choice:
        """Raises: NotSolved."""
        open_to = [each for each in candidates if each.base <= available]
        if not open_to:
            return Choice((0,) * len(candidates), 0)
        unit = gcd(*(cents for each in open_to for cents in (each.base, each.per_day)))
        everybody = Programme(open_to, unit, available // unit)
        days, most = _all_used(everybody) or _most_used(everybody)
        chosen = dict(zip((each.grant_id for each in open_to), days, strict=True))
        return Choice(tuple(chosen.get(each.grant_id, 0) for each in candidates), most * unit)


def _all_used(everybody: Programme) -> tuple[tuple[int, ...], int] | None:
    """Days that use all there is, and how much that is; None where the margin finds no such choice."""
    days = _by_rank(everybody, everybody.capacity)
    return None if days is None else (days, everybody.capacity)


def _most_used(everybody: Programme) -> tuple[tuple[int, ...], int]:
    """Days that use as much as can be, and what no choice can exceed. Raises: NotSolved."""
    most = everybody.solve([float(each) for each in everybody.costs])
    if most is None:
        raise NotSolved
    bound = min(floor(most.bound + LESS_THAN_ONE), everybody.capacity)
    return _by_rank(everybody, everybody.cost(most.days)) or most.days, bound


def _by_rank(everybody: Programme, used: int) -> tuple[int, ...] | None:
    """Days that use so much, for as many as possible, better ranks first."""
    for margin in MARGINS:
        found = _Serving(everybody, margin).days(used)
        if found is not None:
            return found
    return None


class _Serving:
    """Who is served whatever the margin decides, and with how many days."""

    def __init__(self, everybody: Programme, margin: int) -> None:
        self._everybody = everybody
        self._fixed = [0] * len(everybody.candidates)
        order = sorted(
            range(len(self._fixed)), key=lambda place: (-self._worth(place) / self._base(place), place)
        )
        first = max(0, min(self._fitting(order) - margin // 4, len(order) - margin))
        self._margin = sorted(self._varied(order[first:], margin))
        for place in order[:first]:
            self._fixed[place] = everybody.candidates[place].days_min
        self._fill(sorted(order[:first]))

    def days(self, used: int) -> tuple[int, ...] | None:
        """None: those at the margin cannot use the rest."""
        fixed = self._everybody.cost(self._fixed)
        among = [self._everybody.candidates[place] for place in self._margin]
        rest = Programme(among, self._everybody.unit, self._everybody.capacity - fixed, used - fixed)
        found = rest.solve([float(self._worth(place)) for place in self._margin] + [0.0] * len(among))
        if found is None:
            return None
        days = list(self._fixed)
        for place, chosen in zip(self._margin, found.days, strict=True):
            days[place] = chosen
        return tuple(days)

    def _varied(self, order: Sequence[int], margin: int) -> list[int]:
        """The first half as they come, then of every cost a few: what is left may need a certain one."""
        half = margin // 2
        alike: Counter[tuple[int, int]] = Counter()
        chosen, others = list(order[:half]), list[int]()
        for place in order[half:]:
            each = self._everybody.candidates[place]
            alike[each.base, each.per_day] += 1
            (others if alike[each.base, each.per_day] > ALIKE_MAX else chosen).append(place)
        return (chosen + others)[:margin]

    def _worth(self, place: int) -> int:
        """Two of the last ranks are worth more than one of the first."""
        return 2 * len(self._fixed) - place

    def _base(self, place: int) -> int:
        return self._everybody.candidates[place].base

    def _fitting(self, order: Sequence[int]) -> int:
        """How many of ``order`` can have their first days."""
        left, fitting = self._everybody.capacity * self._everybody.unit, 0
        for place in order:
            left -= self._base(place)
            if left < 0:
                break
            fitting += 1
        return fitting

    def _fill(self, served: Sequence[int]) -> None:
        """Where everybody is served money is left for days, more than the margin can take: by rank."""
        unit, capacity = self._everybody.unit, self._everybody.capacity
        spare = (capacity - self._everybody.cost(self._fixed)) * unit - self._takes_half()
        for place in served:
            each = self._everybody.candidates[place]
            further = min(each.days_max - each.days_min, max(spare, 0) // each.per_day) if each.per_day else 0
            self._fixed[place] += further
            spare -= further * each.per_day

    def _takes_half(self) -> int:
        """Half of what those at the margin could take at most: it then can go both ways."""
        at_margin = (self._everybody.candidates[place] for place in self._margin)
        return sum(cost(each, each.days_max) for each in at_margin) // 2
