from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import Currency
from services.finance.domain.money import Money
from services.finance.domain.rates import RateUnit, Step
from services.finance.domain.settlement import (
    CreditsOutOfRange,
    Deduction,
    credits_missing,
    deduction_lines,
    proof_missing,
    survey_missing,
)


def euro(amount: str | Decimal) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def share(percent: str) -> Step:
    return Step(1, RateUnit.PERCENT_OF_GRANT, euro(percent), "S14")


def amounts(whole: str, *deductions: Deduction) -> list[str]:
    return [str(line.amount.amount) for line in deduction_lines(euro(whole), deductions)]


def test_a_missing_survey_takes_a_fifth_of_the_whole() -> None:
    assert amounts("2931.00", survey_missing(share("20"))) == ["-586.20"]


def test_half_a_cent_is_deducted_as_a_cent() -> None:
    assert amounts("0.05", survey_missing(share("10"))) == ["-0.01"]


def test_a_missing_proof_takes_everything() -> None:
    assert amounts("2931.07", proof_missing()) == ["-2931.07"]


def test_credits_lose_the_part_of_the_share_that_was_not_passed() -> None:
    lost = credits_missing(Decimal(18), Decimal(30), share("30"))
    assert lost is not None
    assert lost.share == Decimal(12)
    assert amounts("2600.00", lost) == ["-312.00"]


def test_a_third_is_not_rounded_before_it_is_multiplied() -> None:
    lost = credits_missing(Decimal(20), Decimal(30), share("20"))
    assert lost is not None
    assert amounts("1000.00", lost) == ["-66.67"]


def test_who_passed_everything_loses_nothing() -> None:
    assert credits_missing(Decimal(30), Decimal(30), share("30")) is None


@pytest.mark.parametrize(("passed", "obligatory"), [(31, 30), (-1, 30), (0, 0)])
def test_more_credits_than_there_were_are_refused(passed: int, obligatory: int) -> None:
    with pytest.raises(CreditsOutOfRange):
        credits_missing(Decimal(passed), Decimal(obligatory), share("30"))


@given(st.decimals("0", "99999.99", places=2), st.lists(st.integers(1, 100), max_size=4))
def test_never_more_is_deducted_than_there_is(whole: Decimal, percents: list[int]) -> None:
    lines = deduction_lines(euro(whole), [survey_missing(share(str(each))) for each in percents])
    left = euro(whole).amount + sum(line.amount.amount for line in lines)
    assert 0 <= left <= euro(whole).amount
