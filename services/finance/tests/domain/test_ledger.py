from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from chassis.ids import new_id
from contracts.vocabulary import Currency, Programme
from services.finance.domain.budget import Budget, follow
from services.finance.domain.budget_lines import Lines
from services.finance.domain.grant import Grant, cancel, fund, order, pay, price, receive_recovery
from services.finance.domain.instalments import PaymentPlan
from services.finance.domain.ledger import movement
from services.finance.domain.money import Money
from services.finance.domain.rates import Action, Figure, RateKind, RateUnit, Step


def euro(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


LINES = Lines.none(Currency.EUR)
BUDGET = Budget(new_id(), 1, Programme.ERASMUS, 2024, euro("10000"), euro("0"), euro("0"), LINES)

PROMISED = fund(
    price(
        Grant(
            id=new_id(),
            version=1,
            budget_id=BUDGET.id,
            mobility_id=new_id(),
            person_id=new_id(),
            faculty=None,
            programme=Programme.ERASMUS,
            figure=Figure(Action.KA131, RateKind.STUDENT_STUDY, "1", 2024),
            currency=Currency.EUR,
            rank=1,
            begins=None,
            days=136,
        ),
        (Step(1, RateUnit.MONTH, euro("600"), "S18"),),
    ),
    PaymentPlan(),
    date(2026, 6, 1),
)


def entries(before: Grant | None, after: Grant) -> dict[str, str]:
    found = movement(BUDGET, before, after)
    assert sum(entry.amount.amount for entry in found) == 0
    return {entry.account.split(":")[0]: str(entry.amount.amount) for entry in found}


def test_a_promise_moves_free_money_to_the_commitment() -> None:
    assert entries(None, PROMISED) == {"allocation": "2720.00", "commitment": "-2720.00"}


def test_an_order_alone_moves_nothing() -> None:
    assert entries(PROMISED, order(PROMISED, 1, new_id())) == {}


def test_a_payment_leaves_the_bank_and_the_commitment() -> None:
    assert entries(PROMISED, pay(PROMISED, 1)) == {
        "commitment": "2176.00",
        "spent": "-2176.00",
        "participant": "2176.00",
        "bank": "-2176.00",
    }


def test_a_withdrawal_frees_what_is_left_and_claims_back_what_was_paid() -> None:
    paid = pay(PROMISED, 1)
    assert entries(paid, cancel(paid)) == {
        "allocation": "-544.00",
        "commitment": "544.00",
        "participant": "-2176.00",
        "recovery": "2176.00",
    }


def test_a_recovery_received_is_free_again() -> None:
    owing = cancel(pay(PROMISED, 1))
    assert entries(owing, receive_recovery(owing, euro("2176"))) == {
        "allocation": "-2176.00",
        "spent": "2176.00",
        "recovery": "-2176.00",
        "bank": "2176.00",
    }


def test_the_budget_says_at_each_step_what_the_accounts_say() -> None:
    accounts: dict[str, Decimal] = defaultdict(Decimal, allocation=Decimal(-10000))
    budget, before = BUDGET, None
    paid = pay(PROMISED, 1)
    for after in (PROMISED, paid, cancel(paid), replace(cancel(paid), recovered=euro("2176"))):
        for account, amount in entries(before, after).items():
            accounts[account] += Decimal(amount)
        budget = follow(budget, before, after)
        before = after
        said = (-accounts["allocation"], -accounts["commitment"], -accounts["spent"])
        assert said == (budget.available.amount, budget.reserved.amount, budget.spent.amount)
