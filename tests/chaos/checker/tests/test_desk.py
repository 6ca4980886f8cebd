"""The checks of the desk find what they are for."""

from __future__ import annotations

import pytest

from tests.chaos.checker.promises import desk
from tests.chaos.checker.tests.builders import checks, history


@pytest.mark.parametrize(
    ("numbers", "found"),
    [([1, 2, 3], []), ([1, 3], ["register of letters"]), ([1, 1], ["register of letters"])],
)
def test_a_years_letters_are_numbered_from_one_on(numbers: list[int], found: list[str]) -> None:
    letters = [{"year": 2026, "number": number} for number in numbers]
    run = history(agreements__letter=[*letters, {"year": 2027, "number": 1}])
    assert checks(desk.letters_are_numbered_without_gaps(run)) == found


@pytest.mark.parametrize(
    ("decided_by", "found"), [(None, []), ("finance", []), ("office", ["expense of one person"])]
)
def test_nobody_decides_their_own_expense(decided_by: str | None, found: list[str]) -> None:
    row = {"id": "e", "entered_by": "office", "decided_by": decided_by}
    assert checks(desk.expenses_are_seen_by_two(history(finance__expenses=[row]))) == found
