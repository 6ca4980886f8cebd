"""Days abroad in a cycle of study: what counts, what is left, and that nobody gets more than there is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import ActivityKind, EqfLevel, MobilityStatus, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.domain.cycle_ledger import (
    CycleDaysExceeded,
    CycleRule,
    ledger_of,
    require_days_left,
)
from services.mobility.domain.mobility import Mobility
from services.mobility.tests.builders import a_mobility

BACHELOR, MASTER = EqfLevel.BACHELOR, EqfLevel.MASTER


def the_cap() -> CycleRule:
    found = stay_rules().cycle(Programme.ERASMUS, 2024, ActivityKind.STUDENT_STUDY)
    assert found is not None
    return found


def a_stay(days: int, **changes: Any) -> Mobility:
    return a_mobility(days=days, **({"eqf_level": BACHELOR} | changes))


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"kind": ActivityKind.STUDENT_TRAINEESHIP}, True),
        ({"blended": True}, True),
        ({"imported": True, "status": MobilityStatus.COMPLETED}, True),
        ({"status": MobilityStatus.WITHDRAWN}, False),
        ({"eqf_level": MASTER}, False),
        ({"eqf_level": None}, False),
        ({"programme": Programme.MEVLANA}, False),
        ({"kind": ActivityKind.STAFF_TEACHING}, False),
    ],
)
def test_what_takes_days_of_the_cycle(changes: dict[str, Any], counts: bool) -> None:
    assert ledger_of(the_cap(), [a_stay(100, **changes)], BACHELOR).spent == (100 if counts else 0)


@pytest.mark.parametrize(
    ("spent", "left", "usable"), [(0, 360, True), (300, 60, True), (301, 59, False), (400, 0, False)]
)
def test_a_remainder_under_the_shortest_stay_is_no_use(spent: int, left: int, usable: bool) -> None:
    ledger = ledger_of(the_cap(), [a_stay(spent)], BACHELOR)
    assert (ledger.left, ledger.usable) == (left, usable)


def test_the_last_day_fits_and_one_more_is_refused() -> None:
    earlier = [a_stay(136), a_stay(90, kind=ActivityKind.STUDENT_TRAINEESHIP)]
    require_days_left(the_cap(), a_stay(134), earlier)
    with pytest.raises(CycleDaysExceeded) as refused:
        require_days_left(the_cap(), a_stay(135), earlier)
    assert refused.value.facts == {"spent": 226, "asked": 135, "days_max": 360, "left": 134}


def test_a_stay_that_changes_does_not_count_against_itself() -> None:
    stay = a_stay(300)
    require_days_left(the_cap(), a_stay(360, id=stay.id), [stay])


def test_where_no_cap_is_known_nothing_is_refused() -> None:
    assert stay_rules().cycle(Programme.MEVLANA, 2024, ActivityKind.STUDENT_STUDY) is None
    require_days_left(None, a_stay(999), [])


@given(st.lists(st.integers(min_value=1, max_value=200), max_size=12))
def test_whatever_is_asked_in_whatever_order_the_cycle_is_never_exceeded(asked: list[int]) -> None:
    cap, kept = the_cap(), list[Mobility]()
    for days in asked:
        stay = a_stay(days)
        try:
            require_days_left(cap, stay, kept)
        except CycleDaysExceeded:
            assert sum(one.days or 0 for one in kept) + days > cap.days_max
        else:
            kept.append(stay)
    assert sum(one.days or 0 for one in kept) <= cap.days_max


def test_the_cap_is_that_of_the_eligibility_rules() -> None:
    """Both files say it: E7 and E8 to who applies, the ledger to who goes."""
    book = rule_book().selection(Programme.ERASMUS, 2024, ActivityKind.STUDENT_STUDY)
    said = {condition.rule: condition.value for condition in book.conditions}
    assert said["E7"] == the_cap().days_max
    assert said["E8"] == the_cap().remainder_min
