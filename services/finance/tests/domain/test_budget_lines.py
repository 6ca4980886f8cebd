from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.vocabulary import BudgetLine, Currency, Programme
from services.finance.domain import ledger
from services.finance.domain.budget import Budget, amend, transfer, unallocated
from services.finance.domain.money import Money

MOBILITY, TRAVEL, TOP_UP, OFFICE = BudgetLine


def euro(amount: str | Decimal | int) -> Money:
    return Money(Decimal(amount), Currency.EUR)


def budget(mobility: str = "1000", reserved: str = "0", office: str = "0") -> Budget:
    made = amend(unallocated(new_id(), Programme.ERASMUS, 2024), MOBILITY, euro(mobility))
    made = replace(made, reserved=euro(reserved))
    return amend(made, OFFICE, euro(office)) if euro(office) else made


def lines(of: Budget) -> list[str]:
    return [str(of.lines.of(line, of.allocated).amount) for line in BudgetLine]


def refused(change: object, *given: object) -> str:
    with pytest.raises(Refusal) as found:
        change(*given)  # type: ignore[operator]
    return found.value.code


def test_an_amendment_gives_one_line_more() -> None:
    after = amend(budget(), TRAVEL, euro("300"))
    assert (lines(after), after.available) == (["1000.00", "300.00", "0.00", "0.00"], euro("1300"))


def test_organisational_support_is_not_for_grants_until_it_is_transferred() -> None:
    before = budget(office="400")
    assert before.available == euro("1000")
    after = transfer(before, OFFICE, MOBILITY, euro("150"))
    assert (lines(after), after.available) == (["1150.00", "0.00", "0.00", "250.00"], euro("1150"))


def test_between_participants_lines_only_the_plan_changes() -> None:
    full = budget(reserved="1000")
    after = transfer(full, MOBILITY, TOP_UP, euro("200"))
    assert (lines(after), after.available) == (["800.00", "0.00", "200.00", "0.00"], euro("0"))
    entries = ledger.transfer(full, MOBILITY, TOP_UP, euro("200"))
    assert {entry.account for entry in entries} == {ledger.allocation_account(full)}
    assert [(entry.line, str(entry.amount.amount)) for entry in entries] == [
        (MOBILITY, "200.00"),
        (TOP_UP, "-200.00"),
    ]


def test_what_is_promised_leaves_neither_the_contract_nor_the_participants() -> None:
    promised = budget(reserved="900", office="50")
    assert refused(amend, promised, MOBILITY, euro("-100.01")) == "line-not-enough"
    assert refused(transfer, promised, MOBILITY, OFFICE, euro("100.01")) == "line-not-enough"
    assert amend(promised, MOBILITY, euro("-100")).available == euro("0")


def test_a_line_gives_no_more_than_it_has() -> None:
    assert refused(transfer, budget(), TRAVEL, MOBILITY, euro("0.01")) == "line-not-enough"
    assert refused(transfer, budget(), MOBILITY, MOBILITY, euro("1")) == "lines-are-one"
    assert refused(amend, budget(), MOBILITY, euro("0")) == "amendment-is-nothing"


@given(
    st.lists(
        st.tuples(st.sampled_from(BudgetLine), st.sampled_from(BudgetLine), st.integers(-500, 500)),
        max_size=20,
    ),
    st.integers(0, 1000),
)
def test_over_random_changes_lines_sum_and_the_ledger_says_the_same(
    changes: list[tuple[BudgetLine, BudgetLine, int]], reserved: int
) -> None:
    now = replace(budget(), reserved=euro(reserved))
    accounts = {
        ledger.line_account(now, MOBILITY): -1000,
        ledger.line_account(now, OFFICE): 0,
        ledger.BANK: 1000,
    }
    for source, target, amount in changes:
        try:
            if source is target:
                after, entries = amend(now, source, euro(amount)), ledger.amendment(now, source, euro(amount))
            else:
                after = transfer(now, source, target, euro(amount))
                entries = ledger.transfer(now, source, target, euro(amount))
        except Refusal:
            continue
        now = after
        for entry in entries:
            accounts[entry.account] += int(entry.amount.amount)
    held = [now.lines.of(line, now.allocated).amount for line in BudgetLine]
    assert min(held) >= 0
    assert sum(held[:3]) == now.allocated.amount == -accounts[ledger.line_account(now, MOBILITY)]
    assert held[3] == -accounts[ledger.line_account(now, OFFICE)]
    assert now.available.amount >= 0
    assert sum(accounts.values()) == 0
