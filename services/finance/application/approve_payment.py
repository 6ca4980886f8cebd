"""A second person approves a payment: it becomes an order, and the finance office or the bank is asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from chassis.refusal import LocalizedText, require_version
from contracts.finance import InstalmentOrdered, PaymentOrderIssued
from contracts.payments import PaymentApproved
from contracts.vocabulary import PaymentChannel
from services.finance.application.books import Because, Books, books_of
from services.finance.application.check_account import payable
from services.finance.application.published import order_state, request_state
from services.finance.application.work import Payee, Work
from services.finance.domain.grant import order
from services.finance.domain.payment_order import PaymentOrder
from services.finance.domain.payment_request import PaymentRequest, approve, require_alone

ORDERED = Because(LocalizedText("Ödeme emri verildi", "Payment order issued"))


async def approve_payment(
    request_id: UUID, by: str, expected_version: int | None, work: Work, now: datetime
) -> PaymentRequest:
    """The finance office is asked to pay it.

    Raises: NotFound, StaleVersion, RequestIsDecided, RequestIsInBatch, PaymentNeedsSecondPerson,
    PayeeAccountUnknown, PayeeIbanWrong.
    """
    budget_id = (await work.requests.get(request_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        request = await work.requests.get(request_id)
        require_version(request.version, expected_version)
        require_alone(request)
        return await order_payment(request, by, PaymentChannel.FINANCE_OFFICE, books)


async def order_payment(
    request: PaymentRequest, by: str, channel: PaymentChannel, books: Books
) -> PaymentRequest:
    """Raises: RequestIsDecided, PaymentNeedsSecondPerson, PayeeAccountUnknown, PayeeIbanWrong."""
    approved = approve(request, by, books.now)
    issued = _order(approved, await payable(request.person_id, books.work), channel, books.now)
    await books.work.requests.save(approved, publishes=PaymentApproved(state=request_state(approved)))
    told = PaymentOrderIssued(state=order_state(issued)) if issued.is_told else None
    await books.work.orders.add(issued, publishes=told)
    grant = await books.work.grants.get(request.grant_id)
    await books.record(grant, order(grant, request.instalment, issued.id), InstalmentOrdered, ORDERED)
    return approved


def _order(request: PaymentRequest, payee: Payee, channel: PaymentChannel, now: datetime) -> PaymentOrder:
    return PaymentOrder(
        id=request.id,
        version=1,
        grant_id=request.grant_id,
        person_id=request.person_id,
        faculty=request.faculty,
        instalment=request.instalment,
        amount=request.amount,
        issued_at=now,
        due_on=request.due_on,
        payee_version=payee.version,
        channel=channel,
    )
