from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import Currency
from services.finance.domain.money import Money
from services.finance.domain.rates import RateUnit, Step
from services.finance.domain.support import support_lines, support_total


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def monthly(amount: str = "600") -> tuple[Step, ...]:
    return (Step(1, RateUnit.MONTH, euro(amount), "S18"),)


def daily(*steps: tuple[int, str]) -> tuple[Step, ...]:
    return tuple(Step(day, RateUnit.DAY, euro(amount), "S18") for day, amount in steps)


def test_whole_months_and_thirtieths() -> None:
    lines = support_lines(136, monthly())
    assert [(line.quantity, line.unit, str(line.amount)) for line in lines] == [
        (Decimal(4), "month", "2400.00 EUR"),
        (Decimal(16), "day/30", "320.00 EUR"),
    ]


def test_whole_months_have_no_second_line() -> None:
    assert [str(line.amount) for line in support_lines(120, monthly())] == ["2400.00 EUR"]


def test_half_a_cent_is_rounded_up() -> None:
    assert str(support_total(support_lines(1, monthly("450.15")))) == "15.01 EUR"


@pytest.mark.parametrize(
    ("days", "amounts"),
    [(14, ["1106.00 EUR"]), (15, ["1106.00 EUR", "56.00 EUR"]), (30, ["1106.00 EUR", "896.00 EUR"])],
)
def test_a_short_stay_has_one_rate_to_day_14_and_another_from_15(days: int, amounts: list[str]) -> None:
    lines = support_lines(days, daily((1, "79"), (15, "56")))
    assert [str(line.amount) for line in lines] == amounts


def test_shortened_below_its_second_step_only_the_first_counts() -> None:
    assert len(support_lines(10, daily((1, "79"), (15, "56")))) == 1


@given(st.integers(1, 400), st.integers(0, 100))
def test_more_days_never_pay_less(days: int, more: int) -> None:
    for steps in (monthly(), daily((1, "171"), (15, "119.70"))):
        assert support_total(support_lines(days, steps)) <= support_total(support_lines(days + more, steps))
