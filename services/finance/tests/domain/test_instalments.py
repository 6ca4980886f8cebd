from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary import Currency, InstalmentStatus
from services.finance.domain.instalments import Instalment, PaymentPlan, plan_instalments, shrink
from services.finance.domain.money import Money

TODAY = date(2026, 6, 1)


def euro(amount: str | Decimal) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def plan(amount: str, percent: int = 80, begins: date | None = date(2026, 9, 15)) -> tuple[Instalment, ...]:
    return plan_instalments(euro(amount), PaymentPlan(percent), TODAY, begins)


def amounts(parts: tuple[Instalment, ...]) -> list[str]:
    return [str(part.amount.amount) for part in parts]


def test_eighty_percent_first_and_the_rest_after_the_stay() -> None:
    parts = plan("2720.00")
    assert amounts(parts) == ["2176.00", "544.00"]
    assert [part.due_on for part in parts] == [date(2026, 7, 1), None]


def test_the_advance_is_due_before_the_stay_begins_and_never_in_the_past() -> None:
    assert plan("100.00", begins=date(2026, 6, 10))[0].due_on == date(2026, 6, 10)
    assert plan("100.00", begins=date(2026, 5, 1))[0].due_on == TODAY


def test_all_at_once_is_one_instalment() -> None:
    assert amounts(plan("2720.00", percent=100)) == ["2720.00"]


def test_the_last_instalment_shrinks_first() -> None:
    assert amounts(shrink(plan("2720.00"), euro("2400.00"))) == ["2176.00", "224.00"]


def test_what_shrinks_to_nothing_is_cancelled() -> None:
    statuses = [part.status for part in shrink(plan("2720.00"), euro("1000.00"))]
    assert statuses == [InstalmentStatus.PLANNED, InstalmentStatus.CANCELLED]


def test_what_is_ordered_is_answered_before_it_shrinks() -> None:
    advance, balance = plan("2720.00")
    ordered = replace(advance, status=InstalmentStatus.ORDERED)
    shrunk = shrink((ordered, balance), euro("1000.00"))
    assert shrunk[0] == ordered
    assert shrunk[1].status is InstalmentStatus.CANCELLED


@given(st.decimals("0.01", "99999.99", places=2), st.integers(70, 100), st.decimals("0", "1", places=3))
def test_instalments_always_sum_to_what_they_pay(amount: Decimal, percent: int, share: Decimal) -> None:
    parts = plan_instalments(euro(amount), PaymentPlan(percent), TODAY, None)
    left = euro(amount * share)
    kept = [part.amount.amount for part in shrink(parts, left) if part.status is InstalmentStatus.PLANNED]
    assert sum(part.amount.amount for part in parts) == euro(amount).amount
    assert sum(kept) == left.amount
