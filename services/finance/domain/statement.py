"""A line of the bank's statement: which payment order it answers, or what else a person says it is.

Of a line is kept its day, its amount, the masked account and whose order it names. The bank's text is read
and let go: it may name people.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.refusal import Kind, LocalizedText, Refusal
from contracts.vocabulary import (
    PaymentOrderStatus,
    PaymentOutcome,
    StatementDirection,
    StatementLineStatus,
    StatementOrigin,
    StatementProblem,
)
from services.finance.domain.money import Money
from services.finance.domain.payment_order import RETURNED, PaymentOrder

PROBLEMS = {
    StatementProblem.ORDER_UNKNOWN: LocalizedText(
        "Referans bir ödeme emrine ait değil.", "Its reference names no payment order."
    ),
    StatementProblem.AMOUNT_DIFFERS: LocalizedText(
        "Tutar ya da para birimi ödeme emrininki değil.", "Amount or currency are not the payment order's."
    ),
    StatementProblem.ANOTHER_LINE: LocalizedText(
        "Bu emre aynı yönde başka bir satır bağlı.", "Another line of the same direction answers this order."
    ),
    StatementProblem.ORDER_REJECTED: LocalizedText(
        "Bu emir reddedilmişti, oysa hesaptan para çıkmış.",
        "This order was rejected, and yet money went out.",
    ),
    StatementProblem.RECOVERY_RECEIVED: LocalizedText(
        "Bu hibe için geri alım kaydedilmiş; iade yeniden kaydedilemez.",
        "A recovery is booked for this grant; its payment cannot come back beside it.",
    ),
}


class StatementLineDoesNotFit(Refusal):
    code, kind = "statement-line-does-not-fit", Kind.CONFLICT
    tr, en = "Satır bu emre bağlanamaz: {why_tr}", "The line does not belong to this order: {why}"
    next_tr = "Doğru emri seçin ya da bizimle ilgili olmadığını nedeniyle belirtin."
    next_en = "Choose the right order, or say that it is nothing of ours and what it is."


class StatementLineIsDecided(Refusal):
    code, kind = "statement-line-is-decided", Kind.CONFLICT
    tr, en = "Bu satır için karar verilmiş.", "This line is decided already."
    next_tr, next_en = "Satırın güncel durumuna bakın.", "Look at the line's present state."


@dataclass(frozen=True, slots=True)
class StatementLine:
    """``amount`` is above zero; ``order_id`` is what its reference named, also where it does not fit.

    ``digest`` tells it from every other line, in whichever file it comes again. It and ``decided_by`` stay in
    finance.
    """

    id: UUID
    version: int
    digest: str
    line: int
    taken_at: datetime
    booked_on: date
    direction: StatementDirection
    amount: Money
    account: str | None
    order_id: UUID | None
    status: StatementLineStatus = StatementLineStatus.UNMATCHED
    problem: StatementProblem | None = None
    origin: StatementOrigin | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """A payment order as a line finds it.

    ``answered_by``: directions of the lines it has; ``recovered``: whether its grant got money back.
    """

    order: PaymentOrder
    answered_by: Set[StatementDirection]
    recovered: bool


def hindrance(line: StatementLine, seen: OrderSeen | None) -> StatementProblem | None:
    """Why the line does not answer this order; None when it does, also where the answer is known already."""
    if seen is None:
        return StatementProblem.ORDER_UNKNOWN
    if seen.order.amount != line.amount:
        return StatementProblem.AMOUNT_DIFFERS
    if line.direction in seen.answered_by:
        return StatementProblem.ANOTHER_LINE
    if line.direction is StatementDirection.DEBIT:
        return StatementProblem.ORDER_REJECTED if _rejected_unpaid(seen.order) else None
    unbookable = seen.order.status is PaymentOrderStatus.PAID and seen.recovered
    return StatementProblem.RECOVERY_RECEIVED if unbookable else None


def answer(line: StatementLine, order: PaymentOrder) -> PaymentOutcome | None:
    """What a fitting line says of the order that is not known of it yet.

    A credit takes a payment back, paid before or not: a bank shows a returned transfer as two lines.
    """
    if line.direction is StatementDirection.DEBIT:
        return PaymentOutcome.PAID if order.status is PaymentOrderStatus.ISSUED else None
    return None if order.status is PaymentOrderStatus.REJECTED else PaymentOutcome.REJECTED


def judged(line: StatementLine, seen: OrderSeen | None) -> StatementLine:
    """A line that was just read: matched, or kept for a person with its problem."""
    problem = hindrance(line, seen)
    status = StatementLineStatus.MATCHED if problem is None else StatementLineStatus.UNMATCHED
    return replace(line, status=status, problem=problem)


def assign(line: StatementLine, seen: OrderSeen, by: str, at: datetime) -> StatementLine:
    """A person says whose it is; its amount has to be the order's all the same.

    Raises: StatementLineIsDecided, StatementLineDoesNotFit.
    """
    require_open(line)
    problem = hindrance(line, seen)
    if problem is not None:
        why = PROBLEMS[problem]
        raise StatementLineDoesNotFit(field="order_id", why_tr=why.tr, why=why.en)
    decided = _decided(line, StatementLineStatus.MATCHED, by, at)
    return replace(decided, order_id=seen.order.id, problem=None)


def set_aside(line: StatementLine, origin: StatementOrigin, by: str, at: datetime) -> StatementLine:
    """Raises: StatementLineIsDecided."""
    require_open(line)
    return replace(_decided(line, StatementLineStatus.SET_ASIDE, by, at), origin=origin)


def require_open(line: StatementLine) -> None:
    """Raises: StatementLineIsDecided."""
    if line.status is not StatementLineStatus.UNMATCHED:
        raise StatementLineIsDecided


def _rejected_unpaid(order: PaymentOrder) -> bool:
    """A returned transfer went out first: its debit may be read after its credit."""
    if order.status is not PaymentOrderStatus.REJECTED:
        return False
    return order.rejection is None or order.rejection.code != RETURNED


def _decided(line: StatementLine, status: StatementLineStatus, by: str, at: datetime) -> StatementLine:
    return replace(line, version=line.version + 1, status=status, decided_by=by, decided_at=at)
