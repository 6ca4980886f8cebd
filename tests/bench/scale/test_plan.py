"""The plan's arithmetic, where it can be worked out by hand."""

from __future__ import annotations

import pytest

from tests.bench.scale.plan import (
    APPLICANTS_A_UNIVERSITY,
    IN_THE_LAST_HOUR,
    SECONDS,
    Outcome,
    Stage,
    evening,
    through,
)

TEN = Stage("ten a second", 1, 10, 4, 1_000)
NEVER = range(0)


def test_what_a_stage_can_take_does_not_wait() -> None:
    assert through([10] * 60, TEN, 1, NEVER).seconds == 0


def test_what_is_too_much_waits_as_long_as_it_takes_to_catch_up() -> None:
    assert through([20] * 60, TEN, 1, NEVER) == Outcome(queue=600, seconds=60)


def test_a_second_lane_takes_the_other_half() -> None:
    assert through([20] * 60, TEN, 2, NEVER) == Outcome(0, 0)


def test_a_lane_that_stands_still_leaves_its_work_to_the_others() -> None:
    assert through([15] * 30, TEN, 2, range(10, 20)) == Outcome(queue=50, seconds=4)


def test_the_only_lane_is_waited_for() -> None:
    assert through([5] * 30, TEN, 1, range(10, 20)) == Outcome(queue=50, seconds=10)


@pytest.mark.parametrize(("units", "lanes"), [(0, 1), (6, 1), (7, 2), (1_000, 4)])
def test_lanes_leave_a_third_to_spare_as_far_as_there_are_any(units: float, lanes: int) -> None:
    assert TEN.lanes_for(units) == lanes


def test_an_evening_brings_everybody_and_most_at_its_end() -> None:
    commands = evening(1_000)
    expected = 1_000 * APPLICANTS_A_UNIVERSITY * IN_THE_LAST_HOUR
    assert sum(commands) == pytest.approx(expected, rel=0.02)
    assert sum(commands[SECONDS // 2 :]) > 5 * sum(commands[: SECONDS // 2])
