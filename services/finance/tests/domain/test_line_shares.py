"""What each line of a budget bears of a grant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import LocalizedText
from contracts.vocabulary import BudgetLine, Currency
from services.finance.domain.line_shares import shares
from services.finance.domain.money import Money, total
from services.finance.domain.support import Line

MOBILITY, TRAVEL, TOP_UP = BudgetLine.MOBILITY, BudgetLine.TRAVEL, BudgetLine.TOP_UP


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def line(rule: str, amount: str, unit: str = "once") -> Line:
    return Line(rule, LocalizedText(rule, rule), Decimal(1), unit, euro(amount), euro(amount), "S18")


@pytest.mark.parametrize(
    ("rule", "bears"),
    [
        ("individual-support-months", MOBILITY),
        ("individual-support-from-day-15", MOBILITY),
        ("travel-standard", TRAVEL),
        ("travel-green", TRAVEL),
        ("travel-green-top-up", TOP_UP),
        ("top-up-months", TOP_UP),
        ("top-up-once", TOP_UP),
    ],
)
def test_a_line_of_a_grant_is_paid_from_one_line_of_the_budget(rule: str, bears: BudgetLine) -> None:
    assert shares(euro("80"), [line(rule, "100")])[bears] == euro("80")


def test_what_is_paid_is_shared_as_the_grant_is_computed() -> None:
    computed = [line("individual-support-months", "2720"), line("travel-standard", "395")]
    assert shares(euro("2176"), computed) == {
        MOBILITY: euro("1900.07"),
        TRAVEL: euro("275.93"),
        TOP_UP: euro("0"),
    }


def test_what_takes_off_takes_off_each_in_proportion() -> None:
    computed = [line("individual-support-months", "800"), line("travel-green", "200")]
    lowered = [*computed, line("contract-ceiling", "-100"), line("survey-missing", "-180", "percent")]
    assert shares(euro("720"), lowered) == shares(euro("720"), computed)


def test_without_a_computation_all_is_mobilitys() -> None:
    assert shares(euro("0"), []) == {MOBILITY: euro("0")}


AMOUNTS = st.integers(0, 10_000_00).map(lambda cents: str(Decimal(cents) / 100))


@given(AMOUNTS, st.lists(st.tuples(st.sampled_from(("individual", "travel-x", "top-up-x")), AMOUNTS)))
def test_shares_sum_to_the_cent_and_none_is_below_nothing(amount: str, parts: list[tuple[str, str]]) -> None:
    found = shares(euro(amount), [line(*part) for part in parts])
    assert total(list(found.values()), Currency.EUR) == euro(amount)
    assert min(share.amount for share in found.values()) >= 0
