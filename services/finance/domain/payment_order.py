"""A payment order: the finance office is asked to pay one instalment, and answers once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import PaymentChannel, PaymentOrderStatus, PaymentOutcome
from services.finance.domain.money import Money


class PaymentOrderUnknown(Refusal):
    code, kind = "payment-order-unknown", Kind.NOT_FOUND
    tr = "{order_id} numaralı ödeme emri yok; mali işlerin yanıtı bekletiliyor."
    en = "There is no payment order {order_id}; the finance office's answer is parked."
    next_tr = "Numarayı mali işlerle karşılaştırın; ödeme yapıldıysa geri isteyin, sonra yanıtı silin."
    next_en = "Compare the number with the finance office; recall the payment if one was made, then discard."


class AnswerContradicts(Refusal):
    """The finance office said one thing before and another now."""

    code, kind = "payment-answer-contradicts", Kind.CONFLICT
    tr = "{order_id} ödeme emri {status} olarak yanıtlanmıştı; yeni yanıt: {outcome}."
    en = "Payment order {order_id} was already answered as {status}; the new answer says {outcome}."
    next_tr, next_en = "Mali işlerle mutabakat yapın.", "Reconcile with the finance office."


@dataclass(frozen=True, slots=True)
class Rejection:
    code: str
    message: LocalizedText


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """``payee_version`` is the version of the person's record whose account is to be paid.

    It has the id of the request that was approved, so one request is ordered once.
    """

    id: UUID
    version: int
    grant_id: UUID
    person_id: UUID
    faculty: str | None
    instalment: int
    amount: Money
    issued_at: datetime
    due_on: date | None
    payee_version: int
    status: PaymentOrderStatus = PaymentOrderStatus.ISSUED
    answered_at: datetime | None = None
    rejection: Rejection | None = None
    channel: PaymentChannel = PaymentChannel.FINANCE_OFFICE

    @property
    def is_told(self) -> bool:
        """Whether the finance office may hear of it: what a bank's file asks for it would pay again."""
        return self.channel is PaymentChannel.FINANCE_OFFICE or self.status is not PaymentOrderStatus.ISSUED


RETURNED = "returned"
"""Rejected after it was sent: the money came back on a statement."""

REJECTIONS = {
    RETURNED: LocalizedText(
        "Banka parayı iade etti. Hesap düzeltildiğinde yeni ödeme emri verilir.",
        "The bank returned the money. A new payment order is issued when the account is corrected.",
    ),
    "wrong-iban": LocalizedText(
        "IBAN hatalı. Düzeltildiğinde yeni ödeme emri verilir.",
        "The IBAN is wrong. A new payment order is issued when it is corrected.",
    ),
    "payee-unknown": LocalizedText(
        "Alıcının hesabı bilinmiyor. Hesap girildiğinde yeni ödeme emri verilir.",
        "The payee's account is unknown. A new payment order is issued when there is one.",
    ),
}
OTHER_REJECTION = LocalizedText(
    "Mali işler ödemeyi reddetti ({code}).", "The finance office rejected the payment ({code})."
)


def already_answered(order: PaymentOrder, outcome: PaymentOutcome) -> bool:
    """Whether this answer was given before. Raises: AnswerContradicts when the earlier one was different."""
    match order.status:
        case PaymentOrderStatus.ISSUED:
            return False
        case PaymentOrderStatus.PAID | PaymentOrderStatus.REJECTED:
            if str(order.status) != str(outcome):
                raise AnswerContradicts(order_id=order.id, status=order.status, outcome=outcome)
            return True
        case _:
            assert_never(order.status)


def mark_paid(order: PaymentOrder, at: datetime) -> PaymentOrder:
    return replace(order, version=order.version + 1, status=PaymentOrderStatus.PAID, answered_at=at)


def mark_rejected(order: PaymentOrder, at: datetime, code: str) -> PaymentOrder:
    return replace(
        order,
        version=order.version + 1,
        status=PaymentOrderStatus.REJECTED,
        answered_at=at,
        rejection=rejection(code),
    )


def rejection(code: str) -> Rejection:
    """The finance office's word in ours; a code we do not know is shown as it came."""
    known = REJECTIONS.get(code)
    if known is not None:
        return Rejection(code, known)
    tr, en = OTHER_REJECTION.tr.format(code=code), OTHER_REJECTION.en.format(code=code)
    return Rejection(code, LocalizedText(tr, en))
