"""What the finance office answers, and what follows."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from chassis.refusal import Refusal
from contracts.finance import PaymentOrderIssued
from contracts.vocabulary import GrantStatus, InstalmentStatus, PaymentOrderStatus
from services.finance.application.published import order_state
from services.finance.tests.builders import (
    OTHER_IBAN,
    account,
    completed,
    erased,
    paid,
    planned,
    rejected,
    shortened,
    withdrawn,
)
from services.finance.tests.office import Office, euro


async def test_a_paid_order_is_in_the_ledger(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    grant = await office.pays_advance(going)
    balances = await office.balances()
    assert grant.instalments[0].status is InstalmentStatus.PAID
    assert balances["bank"] == euro("7824.00").amount
    assert balances[f"participant:{going.state.person_id}"] == euro("2176.00").amount
    assert (await office.budget_now(budget.id)).spent == euro("2176.00")


async def test_a_repeated_answer_changes_nothing(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    grant = await office.pays_advance(going)
    before = await office.balances()
    (order,) = await office.orders_of(going)
    await office.hears(paid(order.id))
    assert await office.grant_of(going) == grant
    assert await office.balances() == before


async def test_an_answer_to_an_unknown_order_is_refused(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        await office.hears(paid(new_id()))
    assert refusal.value.code == "payment-order-unknown"


async def test_an_answer_that_contradicts_the_first_is_refused(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    (order,) = await office.orders_of(going)
    with pytest.raises(Refusal) as refusal:
        await office.hears(rejected(order.id))
    assert refusal.value.code == "payment-answer-contradicts"


async def test_a_rejected_order_waits_for_another_account(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    person = going.state.person_id
    await office.hears(account(person))
    await office.hears(going)
    (first,) = await office.orders_of(going)
    await office.hears(rejected(first.id))
    assert (await office.grant_of(going)).instalments[0].status is InstalmentStatus.REJECTED
    await office.hears(account(person, version=2))  # a new address, the same account
    assert len(await office.orders_of(going)) == 1
    await office.hears(account(person, OTHER_IBAN, version=3))
    (second,) = await office.orders_of(going, PaymentOrderStatus.ISSUED)
    assert (second.amount, second.payee_version) == (first.amount, 3)


async def test_an_account_corrected_before_the_rejection_arrives_is_paid_at_once(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    (first,) = await office.orders_of(going)
    await office.hears(account(going.state.person_id, OTHER_IBAN, version=2))
    assert len(await office.orders_of(going)) == 1
    await office.hears(rejected(first.id))
    (second,) = await office.orders_of(going, PaymentOrderStatus.ISSUED)
    assert second.payee_version == 2


async def test_the_database_refuses_a_second_live_order_for_an_instalment(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    (order,) = await office.orders_of(going)
    twin = type(order)(**{name: getattr(order, name) for name in order.__slots__} | {"id": new_id()})
    with pytest.raises(IntegrityError, match="uq_payment_orders_live"):
        async with office.transactions.begin() as work:
            await work.orders.add(twin, publishes=PaymentOrderIssued(state=order_state(twin)))


async def test_the_balance_is_ordered_when_the_stay_is_over(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(completed(going))
    (balance,) = await office.orders_of(going, PaymentOrderStatus.ISSUED)
    await office.hears(paid(balance.id))
    assert balance.amount == euro("544.00")
    assert (await office.grant_of(going)).status is GrantStatus.SETTLED


async def test_an_early_return_shrinks_the_unpaid_instalment_first(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(shortened(going, days=120))
    grant = await office.grant_of(going)
    assert [str(part.amount) for part in grant.instalments] == ["2176.00 EUR", "224.00 EUR"]
    assert not grant.owed


async def test_what_was_paid_beyond_the_actual_days_is_a_recovery(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(completed(going, days=90))
    grant = await office.grant_of(going)
    assert (grant.status, grant.owed) == (GrantStatus.RECOVERING, euro("376.00"))
    assert (await office.balances())["recovery"] == euro("376.00").amount
    settled = await office.receives(grant, "376.00")
    assert (settled.status, "recovery" in await office.balances()) == (GrantStatus.SETTLED, True)
    assert (await office.budget_now(budget.id)).spent == euro("1800.00")


async def test_a_withdrawal_after_payment_is_a_full_recovery(office: Office) -> None:
    budget = await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    await office.hears(withdrawn(going))
    grant = await office.grant_of(going)
    assert (grant.status, grant.owed) == (GrantStatus.RECOVERING, euro("2176.00"))
    assert (await office.budget_now(budget.id)).reserved == euro("0.00")
    assert (await office.receives(grant, "2176.00")).status is GrantStatus.CANCELLED


async def test_an_order_paid_after_the_withdrawal_is_owed_back(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    await office.hears(withdrawn(going))
    (order,) = await office.orders_of(going)
    await office.hears(paid(order.id))
    assert (await office.grant_of(going)).owed == euro("2176.00")


async def test_an_order_rejected_after_the_withdrawal_frees_its_money(office: Office) -> None:
    await office.budget("3000.00")
    going, next_one = planned(rank=1), planned(rank=2)
    await office.hears(account(going.state.person_id))
    await office.hears(going)
    await office.hears(next_one)
    await office.hears(withdrawn(going))
    assert (await office.grant_of(next_one)).status is GrantStatus.ZERO_GRANT
    (order,) = await office.orders_of(going)
    await office.hears(rejected(order.id))
    assert (await office.grant_of(going)).instalments[0].status is InstalmentStatus.CANCELLED
    assert (await office.grant_of(next_one)).status is GrantStatus.RESERVED


async def test_more_than_the_debt_is_not_taken(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    grant = await office.pays_advance(going)
    with pytest.raises(Refusal) as none_owed:
        await office.receives(grant, "1.00")
    await office.hears(withdrawn(going))
    with pytest.raises(Refusal) as too_much:
        await office.receives(grant, "2176.01")
    assert (none_owed.value.code, too_much.value.code) == ("nothing-to-recover", "recovery-exceeds-debt")


async def test_erasure_takes_the_account_and_leaves_the_ledger(office: Office) -> None:
    await office.budget("10000.00")
    going = planned()
    await office.pays_advance(going)
    before = await office.balances()
    await office.hears(erased(going.state.person_id))
    async with office.transactions.read() as work:
        assert await work.payees.get(going.state.person_id) is None
    assert await office.balances() == before
