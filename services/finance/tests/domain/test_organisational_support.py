"""Call 2024 (S02): 400 EUR for each of the first hundred participants, 230 EUR for each beyond."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chassis.ids import new_id
from contracts.vocabulary import BudgetLine, Currency, Programme
from services.finance.domain.budget import support, transfer, unallocated
from services.finance.domain.budget_lines import AmendmentIsNothing, LineNotEnough
from services.finance.domain.money import Money
from services.finance.domain.organisational_support import organisational_lines
from services.finance.domain.rates import RateUnit, Step


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


TIERS = (
    Step(1, RateUnit.PARTICIPANT, euro("400"), "S02"),
    Step(101, RateUnit.PARTICIPANT, euro("230"), "S02"),
)


@pytest.mark.parametrize(
    ("participants", "amounts"),
    [
        (1, ["400.00"]),
        (100, ["40000.00"]),
        (101, ["40000.00", "230.00"]),
        (120, ["40000.00", "4600.00"]),
    ],
)
def test_each_participant_is_paid_by_the_tier_it_falls_into(participants: int, amounts: list[str]) -> None:
    lines = organisational_lines(participants, TIERS)
    assert [str(line.amount.amount) for line in lines] == amounts
    assert sum(line.quantity for line in lines) == participants


def test_a_tier_nobody_reaches_needs_no_rate() -> None:
    assert len(organisational_lines(99, TIERS[:1])) == 1


def test_a_later_count_replaces_the_one_before() -> None:
    budget = unallocated(new_id(), Programme.ERASMUS, 2024)
    first = support(budget, organisational_lines(101, TIERS))
    assert first.lines.organisational == euro("40230.00")
    fewer = support(first, organisational_lines(100, TIERS))
    assert fewer.lines.organisational == euro("40000.00")
    with pytest.raises(AmendmentIsNothing):
        support(fewer, organisational_lines(100, TIERS))


def test_what_was_transferred_to_participants_cannot_be_given_back() -> None:
    budget = support(unallocated(new_id(), Programme.ERASMUS, 2024), organisational_lines(10, TIERS))
    spent = transfer(budget, BudgetLine.ORGANISATIONAL_SUPPORT, BudgetLine.MOBILITY, euro("3800"))
    with pytest.raises(LineNotEnough):
        support(spent, organisational_lines(9, TIERS))
