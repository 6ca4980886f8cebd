"""How a debt comes back in parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from services.finance.domain.money import Money, total
from services.finance.domain.recovery_plan import (
    RecoveryPart,
    RecoveryPlan,
    agree,
    holds,
    next_due_on,
    received,
)
from services.finance.tests.office import euro

CENT = Decimal("0.01")
TODAY = date(2026, 6, 1)
DAYS = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
PARTS = tuple(
    RecoveryPart(day, euro(amount)) for day, amount in zip(DAYS, ("33.34", "33.33", "33.33"), strict=True)
)


def plan(claim: str = "100.00", returned: str = "0.00") -> RecoveryPlan:
    return agree(PARTS, euro(claim), euro(returned), TODAY)


@pytest.mark.parametrize(("claim", "returned"), [("100.01", "0.00"), ("99.99", "0.00"), ("100.00", "0.01")])
def test_the_parts_are_what_is_owed_to_the_cent(claim: str, returned: str) -> None:
    with pytest.raises(Refusal) as refusal:
        plan(claim, returned)
    assert refusal.value.code == "recovery-plan-sum-differs"


@pytest.mark.parametrize(
    "days",
    [(date(2026, 5, 31), *DAYS[1:]), (DAYS[0], DAYS[0], DAYS[2]), (DAYS[1], DAYS[0], DAYS[2])],
)
def test_each_day_is_after_the_one_before_it_and_none_is_past(days: tuple[date, ...]) -> None:
    parts = [RecoveryPart(day, part.amount) for day, part in zip(days, PARTS, strict=True)]
    with pytest.raises(Refusal) as refusal:
        agree(parts, euro("100.00"), euro("0.00"), TODAY)
    assert refusal.value.code == "recovery-plan-days-wrong"


@pytest.mark.parametrize(
    ("returned", "came", "due_on"),
    [
        ("0.00", ("0.00", "0.00", "0.00"), DAYS[0]),
        ("33.33", ("33.33", "0.00", "0.00"), DAYS[0]),
        ("33.34", ("33.34", "0.00", "0.00"), DAYS[1]),
        ("80.00", ("33.34", "33.33", "13.33"), DAYS[2]),
        ("100.00", ("33.34", "33.33", "33.33"), None),
    ],
)
def test_what_comes_fills_the_earliest_part_first(
    returned: str, came: tuple[str, ...], due_on: date | None
) -> None:
    assert received(plan(), euro(returned)) == tuple(euro(each) for each in came)
    assert next_due_on(plan(), euro("100.00"), euro(returned)) == due_on


def test_what_came_before_it_was_agreed_fills_no_part() -> None:
    later = plan("150.00", "50.00")
    assert received(later, euro("60.00")) == (euro("10.00"), euro("0.00"), euro("0.00"))


def test_a_debt_that_changed_has_no_plan_that_holds() -> None:
    assert holds(plan(), euro("100.00"))
    assert not holds(plan(), euro("100.01"))
    assert next_due_on(plan(), euro("90.00"), euro("0.00")) is None


@given(
    amounts=st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    before=st.integers(0, 10**6),
    share=st.floats(0, 1),
)
def test_parts_take_all_that_came_and_no_more(amounts: list[int], before: int, share: float) -> None:
    parts = [
        RecoveryPart(date(2026, 7, day), euro(str(cents)) * CENT) for day, cents in enumerate(amounts, 1)
    ]
    returned, owed = euro(str(before)) * CENT, euro(str(sum(amounts))) * CENT
    agreed = agree(parts, returned + owed, returned, TODAY)
    since = Money(owed.amount * Decimal(share), owed.currency)
    came = received(agreed, returned + since)
    assert total(list(came), owed.currency) == since
    assert all(got <= part.amount for got, part in zip(came, parts, strict=True))
    assert (next_due_on(agreed, returned + owed, returned + since) is None) == (since == owed)
