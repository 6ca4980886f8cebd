"""The optimiser against trying everything, on small questions."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.vocabulary import PlanStepKind
from services.finance.adapters.highs import Highs
from services.finance.domain.spending_plan import Candidate, Choice

TRAVEL = (0, 0, 21_100, 30_900, 39_500)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    days_min, further = draw(st.integers(1, 60)), draw(st.integers(0, 3))
    per_day = draw(st.sampled_from([1500, 2000, 2500, 2034])) if further else 0
    base = draw(st.sampled_from([per_day or 85_500, 90_000, 120_000, 151_100, 121_917]))
    return Candidate(new_id(), PlanStepKind.PROMOTION, days_min, days_min + further, base, per_day)


def cost(of: list[Candidate], days: tuple[int, ...]) -> int:
    return sum(each.base + (n - each.days_min) * each.per_day for each, n in zip(of, days, strict=True) if n)


def worth(of: list[Candidate], days: tuple[int, ...]) -> int:
    """More people before fewer, and of as many the better ranked."""
    return sum(2 * len(of) - place for place, n in enumerate(days) if n)


def best_of_all(of: list[Candidate], available: int) -> tuple[int, int]:
    options = [(0, *range(each.days_min, each.days_max + 1)) for each in of]
    possible = (days for days in product(*options) if cost(of, days) <= available)
    return max((cost(of, days), worth(of, days)) for days in possible)


@settings(max_examples=60, deadline=None)
@given(st.lists(candidates(), max_size=4), st.integers(0, 600_000))
def test_no_choice_uses_more_or_serves_better(of: list[Candidate], available: int) -> None:
    choice = Highs().choose(of, available)
    used = cost(of, choice.days)
    fitting = [each for each in of if each.base <= available]
    kept = tuple(n for each, n in zip(of, choice.days, strict=True) if each.base <= available)
    assert used <= min(available, choice.bound)
    assert (used, worth(fitting, kept)) == best_of_all(fitting, available)


def test_the_same_question_has_the_same_answer() -> None:
    of = [Candidate(new_id(), PlanStepKind.PROMOTION, 60, 136, 120_000, 2000) for _ in range(40)]
    assert Highs().choose(of, 1_234_567) == Highs().choose(of, 1_234_567)


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 40))
def test_of_hundreds_all_that_is_free_is_used_and_ranks_are_kept(chance: Random, share: int) -> None:
    """Costs have no common measure but the cent's, so every cent can go; the bound says that none is left."""
    of = [
        Candidate(
            new_id(),
            PlanStepKind.PROMOTION,
            60,
            chance.randint(61, 180),
            60 * day + chance.choice(TRAVEL),
            day,
        )
        for day in chance.choices((1500, 2000, 2500), k=300)
    ]
    available = sum(cost([each], (each.days_max,)) for each in of) // share
    choice = Highs().choose(of, available)
    used = cost(of, choice.days)
    assert available - 100 < used <= choice.bound <= available
    assert sum(n > 0 for n in choice.days) >= _served_in_turn(of, available)


def _served_in_turn(of: list[Candidate], available: int) -> int:
    """How many have all their days when each is served in the order of rank."""
    served = 0
    for each in of:
        available -= cost([each], (each.days_max,))
        if available < 0:
            break
        served += 1
    return served


def test_nothing_free_is_nothing_chosen() -> None:
    of = [Candidate(new_id(), PlanStepKind.PROMOTION, 60, 136, 120_000, 2000)]
    assert Highs().choose(of, 119_999) == Choice((0,), 0)
