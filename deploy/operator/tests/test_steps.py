"""Cause decides the order, not the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deploy.operator.story.steps import Sort, Step, in_order

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def step(name: str, seconds: int, *after: str) -> Step:
    at = NOON + timedelta(seconds=seconds)
    return Step((name,), Sort.EVENT, at, "mobility", name, after=frozenset((one,) for one in after))


def names(steps: list[Step]) -> str:
    return "".join(found.what for found in steps)


def test_the_earlier_stands_first_where_no_cause_decides() -> None:
    assert names(in_order([step("b", 2), step("c", 3), step("a", 1)])) == "abc"


def test_what_was_caused_stands_after_its_cause_though_its_clock_was_behind() -> None:
    assert names(in_order([step("c", 1, "b"), step("b", 5, "a"), step("a", 9)])) == "abc"


def test_a_cause_that_is_not_told_holds_nothing_up() -> None:
    assert names(in_order([step("b", 2, "unknown"), step("a", 1)])) == "ab"


def test_a_circle_is_not_told_as_if_it_were_a_story() -> None:
    with pytest.raises(ValueError, match="circle"):
        in_order([step("a", 1, "b"), step("b", 2, "a")])
