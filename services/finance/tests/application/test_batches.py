"""Batches: gathered by one, approved by another, once, and never two with the same payment."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from chassis.refusal import Refusal
from contracts.mobility import MobilityPlanned
from contracts.vocabulary import PaymentBatchStatus, PaymentChannel, PaymentOrderStatus, PaymentRequestStatus
from services.finance.adapters.payment_orders import OrderFilter
from services.finance.domain import payment_batch
from services.finance.domain.payment_batch import PaymentBatch
from services.finance.tests.builders import NOW, account, planned, shortened
from services.finance.tests.office import Office, euro

WRONG_IBAN = "TR330006100519786457841327"


@pytest.fixture
def office(office: Office) -> Office:
    office.approves_at_once = False
    return office


async def some_go(office: Office, count: int) -> list[MobilityPlanned]:
    """Each of their advances is 2,176 EUR."""
    going = [planned() for _ in range(count)]
    for each in going:
        await office.hears(account(each.state.person_id))
        await office.hears(each)
    return going


def codes(ended: list[object]) -> list[str]:
    return [each.code for each in ended if isinstance(each, Refusal)]


async def test_one_approval_orders_all_of_it(office: Office) -> None:
    budget = await office.budget("20000.00")
    await some_go(office, 3)
    batch = await office.gathers(budget)
    assert (batch.count, batch.total, batch.status) == (3, euro("6528.00"), PaymentBatchStatus.OPEN)
    approved = await office.approves_batch(batch)
    orders = await office.orders(OrderFilter())
    assert approved.status is PaymentBatchStatus.APPROVED
    assert {order.status for order in orders} == {PaymentOrderStatus.ISSUED}
    assert {order.id for order in orders} == {request.id for request in await office.requests()}


async def test_whoever_gathered_it_does_not_approve_it(office: Office) -> None:
    budget = await office.budget("20000.00")
    await some_go(office, 1)
    batch = await office.gathers(budget, by="ayla")
    with pytest.raises(Refusal) as refusal:
        await office.approves_batch(batch, by="ayla")
    assert refusal.value.code == "payment-needs-second-person"


async def test_whoever_caused_one_payment_of_it_does_not_approve_it_and_nothing_of_it_goes(
    office: Office,
) -> None:
    budget = await office.budget("2900.00")
    await some_go(office, 2)
    await office.allocates(budget, "10000.00", by="okan")
    batch = await office.gathers(budget, by="ayla")
    with pytest.raises(Refusal) as refusal:
        await office.approves_batch(batch, by="okan")
    assert (batch.count, refusal.value.code) == (2, "payment-needs-second-person")
    assert await office.orders(OrderFilter()) == []


async def test_a_batch_is_closed_once(office: Office) -> None:
    budget = await office.budget("20000.00")
    await some_go(office, 2)
    batch = await office.gathers(budget)
    ended = await asyncio.gather(
        office.approves_batch(batch, by="okan"),
        office.approves_batch(batch, by="deniz"),
        office.dissolves(batch),
        return_exceptions=True,
    )
    assert codes(list(ended)) == ["payment-batch-is-closed"] * 2
    assert len(await office.orders(OrderFilter())) in (0, 2)


async def test_batches_gathered_at_once_never_hold_the_same_payment(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = await office.budget("40000.00")
    await some_go(office, 6)
    monkeypatch.setattr("services.finance.application.payment_batches.REQUESTS_MAX", 2)
    ended = await asyncio.gather(*(office.gathers(budget) for _ in range(5)), return_exceptions=True)
    batches = [each for each in ended if isinstance(each, PaymentBatch)]
    held = [request.batch_id for request in await office.requests()]
    assert codes(list(ended)) == ["nothing-to-gather"] * 2
    assert sorted(map(str, held)) == sorted(str(batch.id) for batch in batches for _ in range(2))


async def test_what_a_batch_holds_is_not_approved_alone(office: Office) -> None:
    budget = await office.budget("20000.00")
    await some_go(office, 1)
    await office.gathers(budget)
    (request,) = await office.requests()
    with pytest.raises(Refusal) as refusal:
        await office.approves_payment(request, by="okan")
    assert refusal.value.code == "payment-request-is-in-batch"


async def test_what_is_taken_out_or_let_go_waits_alone_again(office: Office) -> None:
    budget = await office.budget("20000.00")
    await some_go(office, 2)
    batch = await office.gathers(budget)
    first, _ = await office.requests()
    alone = await office.takes_out(first)
    smaller = await office.batch_now(batch.id)
    assert (alone.batch_id, smaller.count, smaller.total) == (None, 1, euro("2176.00"))
    await office.dissolves(batch)
    again = await office.gathers(budget)
    assert again.count == 2


async def test_what_changes_leaves_its_batch_and_the_sums_follow(office: Office) -> None:
    budget = await office.budget("20000.00")
    going, _ = await some_go(office, 2)
    batch = await office.gathers(budget)
    await office.hears(shortened(going, days=90))
    smaller = await office.batch_now(batch.id)
    assert (smaller.count, smaller.total) == (1, euro("2176.00"))
    assert sorted(request.batch_id == batch.id for request in await office.requests()) == [False, True]


async def test_a_batch_that_lost_everything_is_not_approved(office: Office) -> None:
    budget = await office.budget("20000.00")
    await some_go(office, 1)
    batch = await office.gathers(budget)
    await office.takes_out((await office.requests())[0])
    with pytest.raises(Refusal) as refusal:
        await office.approves_batch(batch)
    assert refusal.value.code == "payment-batch-is-empty"


async def test_who_cannot_be_paid_and_what_is_due_later_stay_outside(office: Office) -> None:
    budget = await office.budget("20000.00")
    wrong = planned()
    await office.hears(account(wrong.state.person_id, WRONG_IBAN))
    await office.hears(wrong)
    await some_go(office, 1)
    with pytest.raises(Refusal) as refusal:
        await office.gathers(budget, due_by=(NOW + timedelta(days=1)).date())
    assert refusal.value.code == "nothing-to-gather"
    assert (await office.gathers(budget)).count == 1


async def test_a_full_page_of_those_who_cannot_be_paid_does_not_hide_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.finance.application.payment_batches.REQUESTS_MAX", 1)
    budget = await office.budget("20000.00")
    wrong = planned()
    await office.hears(account(wrong.state.person_id, WRONG_IBAN))
    await office.hears(wrong)
    await some_go(office, 1)
    assert (await office.gathers(budget)).count == 1
    assert payment_batch.REQUESTS_MAX == 200


async def test_what_a_bank_file_asks_for_is_not_told_to_the_finance_office(office: Office) -> None:
    """Told, it would be paid twice."""
    budget = await office.budget("20000.00")
    await some_go(office, 1)
    batch = await office.gathers(budget, channel=PaymentChannel.BANK_FILE)
    await office.approves_batch(batch)
    (order,) = await office.orders(OrderFilter())
    (request,) = await office.requests()
    assert (order.channel, request.status) == (PaymentChannel.BANK_FILE, PaymentRequestStatus.APPROVED)
    async with office.transactions.begin() as work:
        told = await work.connection.exec_driver_sql(
            "SELECT count(*) FROM outbox WHERE topic = 'finance.payment-orders.v1'"
        )
        assert told.scalar() == 0
        assert await work.orders.lock_told_page(None, 10) == []
