"""The finance office answered: the instalment is paid and in the ledger, or rejected with its reason."""

from __future__ import annotations

from datetime import datetime

from chassis.refusal import LocalizedText
from contracts.finance import (
    InstalmentPaid,
    InstalmentRejected,
    PaymentAnswered,
    PaymentOrderPaid,
    PaymentOrderRejected,
    PaymentResult,
)
from contracts.vocabulary import PaymentOutcome
from services.finance.application.books import Because, Books, books_of
from services.finance.application.line import request_due, serve_line
from services.finance.application.published import order_state
from services.finance.application.work import Work
from services.finance.domain.grant import Grant, pay, reject
from services.finance.domain.payment_order import (
    PaymentOrder,
    PaymentOrderUnknown,
    already_answered,
    mark_paid,
    mark_rejected,
)

PAID = LocalizedText("Taksit ödendi", "Instalment paid")
REJECTED = LocalizedText("Ödeme reddedildi", "Payment rejected")
UNNAMED_REASON = "unnamed"


async def answer_payment(event: PaymentAnswered, work: Work, now: datetime) -> None:
    """A repeated answer changes nothing. Raises: PaymentOrderUnknown, AnswerContradicts."""
    result = event.state
    known = await _order(result, work)
    grant = await work.grants.get(known.grant_id)
    async with books_of(await work.budgets.lock(grant.budget_id), work, now) as books:
        order = await _order(result, work)
        if already_answered(order, result.outcome):
            return
        grant = await work.grants.get(order.grant_id)
        if result.outcome is PaymentOutcome.PAID:
            await book_paid(order, grant, result, books)
        else:
            await book_rejected(order, grant, result, books)
        await serve_line(books)


async def _order(result: PaymentResult, work: Work) -> PaymentOrder:
    order = await work.orders.find(result.id)
    if order is None:
        raise PaymentOrderUnknown(order_id=result.id)
    return order


async def book_paid(order: PaymentOrder, grant: Grant, result: PaymentResult, books: Books) -> None:
    """Of an issued order."""
    paid = mark_paid(order, result.answered_at)
    await books.work.orders.save(paid, publishes=PaymentOrderPaid(state=order_state(paid)))
    because = Because(PAID, order.id, result.bank_reference)
    await books.record(grant, pay(grant, order.instalment), InstalmentPaid, because)


async def book_rejected(order: PaymentOrder, grant: Grant, result: PaymentResult, books: Books) -> None:
    """Of an issued order, or of a paid one whose money came back.

    If the payee's account changed while the order was out, the next one is requested at once.
    """
    rejected = mark_rejected(order, result.answered_at, result.reason_code or UNNAMED_REASON)
    await books.work.orders.save(rejected, publishes=PaymentOrderRejected(state=order_state(rejected)))
    because = Because(REJECTED, order.id, result.bank_reference)
    after = await books.record(grant, reject(grant, order.instalment), InstalmentRejected, because)
    payee = await books.work.payees.get(order.person_id)
    if payee is not None and payee.version > order.payee_version:
        await request_due(after, books, again=True)
