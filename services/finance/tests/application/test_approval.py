"""A payment waits for a second person, who is somebody else than whoever caused it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.refusal import Refusal
from contracts.mobility import MobilityPlanned
from contracts.payments import PaymentRequested
from contracts.vocabulary import InstalmentStatus, PaymentOrderStatus, PaymentRequestStatus
from services.finance.application.published import request_state
from services.finance.domain.payment_request import PaymentRequest
from services.finance.tests.builders import (
    IBAN,
    OTHER_IBAN,
    account,
    completed,
    paid,
    planned,
    shortened,
    withdrawn,
)
from services.finance.tests.office import Office, euro

WRONG_IBAN = "TR330006100519786457841327"


@pytest.fixture
def office(office: Office) -> Office:
    office.approves_at_once = False
    return office


async def somebody_goes(office: Office, iban: str = IBAN) -> MobilityPlanned:
    """With an account, while the budget reaches: their advance of 2,176 EUR waits."""
    going = planned()
    await office.hears(account(going.state.person_id, iban))
    await office.hears(going)
    return going


async def the_request(office: Office) -> PaymentRequest:
    (request,) = await office.requests(PaymentRequestStatus.AWAITING_APPROVAL)
    return request


async def refused(office: Office, request: PaymentRequest, by: str) -> str:
    with pytest.raises(Refusal) as refusal:
        await office.approves_payment(request, by=by)
    return refusal.value.code


async def test_nobody_is_asked_to_pay_before_somebody_approved(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    request = await the_request(office)
    assert (request.amount, request.due_on) == (
        euro("2176.00"),
        (await office.grant_of(going)).instalments[0].due_on,
    )
    assert await office.orders_of(going) == []
    assert (await office.grant_of(going)).instalments[0].status is InstalmentStatus.PLANNED


async def test_what_is_approved_is_ordered_and_says_who_approved(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    approved = await office.approves_payment(await the_request(office), by="okan")
    (order,) = await office.orders_of(going)
    assert (approved.status, approved.approved_by) == (PaymentRequestStatus.APPROVED, "okan")
    assert (order.id, order.amount, order.status) == (approved.id, approved.amount, PaymentOrderStatus.ISSUED)
    part = (await office.grant_of(going)).instalments[0]
    assert (part.status, part.payment_order_id) == (InstalmentStatus.ORDERED, order.id)


async def test_whoever_caused_a_payment_does_not_approve_it(office: Office) -> None:
    """Her allocation serves the line: the payment that follows is hers."""
    budget = await office.budget("1.00")
    await somebody_goes(office)
    assert await office.requests() == []
    await office.allocates(budget, "10000.00", by="ayla")
    request = await the_request(office)
    assert await refused(office, request, by="ayla") == "payment-needs-second-person"
    assert (await office.approves_payment(request, by="okan")).approved_by == "okan"


async def test_the_database_refuses_the_same_person_too(office: Office) -> None:
    budget = await office.budget("1.00")
    await somebody_goes(office)
    await office.allocates(budget, "10000.00", by="ayla")
    change = "UPDATE payment_requests SET status = 'approved', approved_by = caused_by"
    with pytest.raises(IntegrityError, match="ck_payment_requests_second_person"):
        async with office.transactions.begin() as work:
            await work.connection.exec_driver_sql(change)


async def test_a_payment_is_approved_once(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    request = await the_request(office)
    approvals = (office.approves_payment(request, by=by) for by in ("okan", "deniz", "ece"))
    ended = await asyncio.gather(*approvals, return_exceptions=True)
    refusals = [each.code for each in ended if isinstance(each, Refusal)]
    assert refusals == ["payment-request-is-decided"] * 2
    assert len(await office.orders_of(going)) == 1


async def test_what_was_withdrawn_is_not_approved(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    request = await the_request(office)
    await office.hears(withdrawn(going))
    assert (await office.requests())[0].status is PaymentRequestStatus.WITHDRAWN
    assert await refused(office, request, by="okan") == "payment-request-is-decided"
    assert not (await office.grant_of(going)).owed


async def test_a_request_follows_what_becomes_of_its_grant(office: Office) -> None:
    """A return before the advance went out: less is asked for, and nothing has to be recovered."""
    await office.budget("10000.00")
    going = await somebody_goes(office)
    await office.hears(shortened(going, days=90))
    assert (await the_request(office)).amount == euro("1800.00")
    await office.hears(completed(going, days=90))
    assert not (await office.grant_of(going)).owed


@pytest.mark.parametrize(("iban", "code"), [(WRONG_IBAN, "payee-iban-wrong"), ("TR00", "payee-iban-wrong")])
async def test_a_wrong_iban_is_not_approved_and_waits_for_its_correction(
    office: Office, iban: str, code: str
) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office, iban)
    request = await the_request(office)
    assert await refused(office, request, by="okan") == code
    await office.hears(account(going.state.person_id, OTHER_IBAN, version=2))
    await office.approves_payment(await the_request(office), by="okan")
    (order,) = await office.orders_of(going)
    assert order.payee_version == 2


async def test_an_account_that_went_is_not_paid(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    await office.hears(account(going.state.person_id, None, version=2))
    assert await refused(office, await the_request(office), by="okan") == "payee-account-unknown"


async def test_only_one_request_waits_for_an_instalment(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    await office.hears(account(going.state.person_id, OTHER_IBAN, version=2))
    request = await the_request(office)
    twin = type(request)(
        **{name: getattr(request, name) for name in request.__slots__} | {"id": going.state.id}
    )
    with pytest.raises(IntegrityError, match="uq_payment_requests_waiting"):
        async with office.transactions.begin() as work:
            await work.requests.add(twin, publishes=PaymentRequested(state=request_state(twin)))


async def test_the_balance_is_due_45_days_after_the_stay_and_waits_too(office: Office) -> None:
    await office.budget("10000.00")
    going = await somebody_goes(office)
    advance = await office.approves_payment(await the_request(office), by="okan")
    await office.hears(paid(advance.id))
    await office.hears(completed(going))
    balance = await the_request(office)
    assert (balance.instalment, balance.due_on) == (2, (await office.grant_of(going)).instalments[1].due_on)
    assert balance.due_on is not None
    assert (balance.due_on - balance.drafted_at.date()).days == 45
