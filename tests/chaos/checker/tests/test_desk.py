"""The checks of the desk find what they are for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.chaos.checker.language import EVENT_PLAN, VISIT
from tests.chaos.checker.promises import desk
from tests.chaos.checker.tests.builders import AYSE, MEHMET, Log, checks, history


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


def cost(amount: str | None) -> dict[str, Any]:
    return {"kind": "venue", "actual": amount and {"amount": amount, "currency": "EUR"}}


def proposal(status: str, amount: str = "40.00", *, expense_id: str | None = None) -> dict[str, Any]:
    money = {"amount": Decimal(amount), "currency": "EUR"}
    return {"source_id": AYSE, "cost": "venue", "status": status, "expense_id": expense_id} | money


@pytest.mark.parametrize(
    ("actual", "kept", "found"),
    [
        ("40.00", [proposal("open")], []),
        ("40.00", [], ["what was spent"]),
        ("40.00", [proposal("open", "39.00")], ["what was spent"]),
        ("40.00", [proposal("withdrawn")], ["what was spent"]),
        ("45.00", [proposal("taken-up", expense_id="e")], []),
        ("45.00", [proposal("dismissed")], []),
        ("0.00", [], []),
        (None, [proposal("withdrawn")], []),
        (None, [proposal("open")], ["what was spent"]),
    ],
)
def test_what_a_plan_says_was_spent_waits_or_was_decided_on(
    actual: str | None, kept: list[dict[str, Any]], found: list[str]
) -> None:
    log = Log()
    log.tell(EVENT_PLAN, AYSE, 2, costs=[cost(actual)], status="cancelled")
    run = history(log, finance__expense_proposals=kept)
    assert checks(desk.what_was_spent_is_proposed(run)) == found


@pytest.mark.parametrize(
    ("status", "kept", "found"),
    [
        ("held", proposal("open"), []),
        ("cancelled", proposal("withdrawn"), []),
        ("cancelled", proposal("open"), ["what was spent"]),
    ],
)
def test_a_cancelled_visit_costs_nothing(status: str, kept: dict[str, Any], found: list[str]) -> None:
    log = Log()
    log.tell(VISIT, AYSE, 2, costs=[cost("40.00")], status=status)
    run = history(log, finance__expense_proposals=[kept])
    assert checks(desk.what_was_spent_is_proposed(run)) == found


@pytest.mark.parametrize(
    ("taken", "found"),
    [([AYSE, None, None], []), ([AYSE, AYSE], ["proposal's expense"]), ([MEHMET], ["proposal's expense"])],
)
def test_an_expense_stands_for_one_proposal(taken: list[str | None], found: list[str]) -> None:
    proposals = [proposal("taken-up", expense_id=each) for each in taken]
    run = history(finance__expense_proposals=proposals, finance__expenses=[{"id": AYSE}])
    assert checks(desk.each_proposal_has_its_expense(run)) == found
