"""Ranking: examples, and what holds for every call there could be."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.mobility.domain.call import CallSettings, TieBreak
from services.mobility.domain.ranking import Candidate, Standing, ranking
from services.mobility.tests.builders import NOON, the_id

SETTINGS = CallSettings(minimum_language_score=Decimal(50))
BERLIN, WIEN, GRAZ = the_id(1001), the_id(1002), the_id(1003)


def a_candidate(number: int, score: str, *wishes: UUID, **changes: Any) -> Candidate:
    candidate = Candidate(
        the_id(number), 1, "", Decimal(score), Decimal(70), Decimal(70), NOON, wishes or (BERLIN,)
    )
    return replace(candidate, **changes)


def order(standings: tuple[Standing, ...]) -> list[int]:
    return [standing.candidate.application_id.int for standing in standings]


def places(standings: tuple[Standing, ...]) -> dict[int, UUID | None]:
    return {one.candidate.application_id.int: one.place for one in standings}


def test_everybody_takes_the_first_wish_that_is_left_in_order_of_score() -> None:
    found = ranking(
        [a_candidate(1, "70", BERLIN, WIEN), a_candidate(2, "90", BERLIN), a_candidate(3, "60", BERLIN)],
        {BERLIN: 1, WIEN: 1},
        SETTINGS,
    )
    assert places(found) == {2: BERLIN, 1: WIEN, 3: None}
    assert found[2].reserve == (BERLIN,)


def test_equal_scores_are_decided_by_the_calls_tie_breaks() -> None:
    better_language = a_candidate(1, "80", language_score=Decimal(90), cgpa_100=Decimal(70))
    better_cgpa = a_candidate(2, "80", language_score=Decimal(70), cgpa_100=Decimal(90))
    by_cgpa = replace(SETTINGS, tie_break=(TieBreak.CGPA,))
    assert order(ranking([better_cgpa, better_language], {}, SETTINGS)) == [1, 2]
    assert order(ranking([better_language, better_cgpa], {}, by_cgpa)) == [2, 1]


def test_then_the_earlier_application_comes_first() -> None:
    late = a_candidate(1, "80", submitted_at=NOON + timedelta(minutes=1))
    assert order(ranking([late, a_candidate(2, "80")], {}, SETTINGS)) == [2, 1]


def test_units_take_turns() -> None:
    found = ranking(
        [
            a_candidate(1, "95", unit="engineering"),
            a_candidate(2, "90", unit="engineering"),
            a_candidate(3, "60", unit="theology"),
        ],
        {BERLIN: 2},
        SETTINGS,
    )
    assert places(found) == {1: BERLIN, 3: BERLIN, 2: None}
    assert [one.unit_rank for one in found] == [1, 1, 2]


def test_a_reserve_may_be_short() -> None:
    found = ranking(
        [a_candidate(n, str(90 - n)) for n in range(4)], {BERLIN: 1}, replace(SETTINGS, reserve_length=2)
    )
    assert [one.reserve for one in found] == [(), (BERLIN,), (BERLIN,), ()]


@st.composite
def calls(draw: st.DrawFn) -> tuple[list[Candidate], dict[UUID, int]]:
    """Calls with many equal scores and fewer places than applicants: where mistakes would show."""
    free = {place: draw(st.integers(0, 3)) for place in (BERLIN, WIEN, GRAZ)}
    candidates = [
        a_candidate(
            number,
            str(draw(st.integers(60, 64))),
            *draw(st.lists(st.sampled_from(list(free)), min_size=1, max_size=3, unique=True)),
            unit=draw(st.sampled_from(["engineering", "theology"])),
            language_score=Decimal(draw(st.integers(70, 71))),
            submitted_at=NOON + timedelta(seconds=draw(st.integers(0, 2))),
        )
        for number in range(draw(st.integers(0, 12)))
    ]
    return candidates, free


@given(calls(), st.randoms())
def test_the_order_in_which_applications_come_changes_nothing(
    call: tuple[list[Candidate], dict[UUID, int]], shuffle: random.Random
) -> None:
    candidates, free = call
    shuffled = list(candidates)
    shuffle.shuffle(shuffled)
    assert ranking(shuffled, free, SETTINGS) == ranking(candidates, free, SETTINGS)


@given(calls())
def test_no_place_is_given_twice_and_none_stays_empty_that_somebody_waits_for(
    call: tuple[list[Candidate], dict[UUID, int]],
) -> None:
    candidates, free = call
    standings = ranking(candidates, free, SETTINGS)
    given_away = Counter(one.place for one in standings if one.place is not None)
    assert all(count <= free[place] for place, count in given_away.items())
    waited_for = {wish for one in standings if one.place is None for wish in one.candidate.wishes}
    assert all(given_away[place] == free[place] for place in waited_for)


@given(calls())
def test_nobody_takes_a_place_that_a_better_one_of_the_same_unit_wished_for(
    call: tuple[list[Candidate], dict[UUID, int]],
) -> None:
    standings = ranking(*call, SETTINGS)
    for better in standings:
        for worse in standings:
            same_unit = better.candidate.unit == worse.candidate.unit
            if same_unit and better.candidate.score > worse.candidate.score:
                assert worse.place not in _wished_more(better)


def _wished_more(standing: Standing) -> tuple[UUID, ...]:
    """What the candidate would have taken before what they got."""
    wishes = standing.candidate.wishes
    return wishes if standing.place is None else wishes[: wishes.index(standing.place)]
