"""A payment request: an instalment that is due to be ordered, waiting for a second person.

Whoever's command caused it cannot approve it. Until then nobody outside was asked to pay, so it follows its
grant: what the grant takes back is taken back here, and what changes is looked at anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import PaymentRequestStatus
from services.finance.domain.grant import Grant
from services.finance.domain.instalments import UNORDERED, Instalment
from services.finance.domain.money import Money


class PaymentNeedsSecondPerson(Refusal):
    code, kind = "payment-needs-second-person", Kind.FORBIDDEN
    tr = "Ödemeyi doğuran işlemi yapan ya da listeyi hazırlayan kişi onaylayamaz."
    en = "Whoever caused a payment or gathered its batch cannot approve it."
    next_tr, next_en = "Ofisten ya da mali işlerden başka biri onaylasın.", "Ask somebody else to approve it."


class RequestIsDecided(Refusal):
    code, kind = "payment-request-is-decided", Kind.CONFLICT
    tr, en = "Bu ödeme talebi için karar verilmiş.", "This payment request is decided already."
    next_tr, next_en = "Talebin güncel durumuna bakın.", "Look at its present state."


class RequestIsInBatch(Refusal):
    code, kind = "payment-request-is-in-batch", Kind.CONFLICT
    tr, en = "Bu ödeme talebi bir listede.", "A batch holds this payment request."
    next_tr, next_en = "Listeyi onaylayın ya da talebi çıkarın.", "Approve the batch, or take it out."


class RequestIsInNoBatch(Refusal):
    code, kind = "payment-request-is-in-no-batch", Kind.CONFLICT
    tr, en = "Bu ödeme talebi açık bir listede değil.", "No open batch holds this payment request."
    next_tr, next_en = "Talebin güncel durumuna bakın.", "Look at its present state."


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """``caused_by`` is whose command led to it; None where a rule did, after an event of another service.

    ``caused_by`` and ``approved_by`` stay in finance.
    """

    id: UUID
    version: int
    budget_id: UUID
    grant_id: UUID
    person_id: UUID
    faculty: str | None
    instalment: int
    amount: Money
    due_on: date | None
    drafted_at: datetime
    caused_by: str | None
    status: PaymentRequestStatus = PaymentRequestStatus.AWAITING_APPROVAL
    batch_id: UUID | None = None
    approved_by: str | None = None
    decided_at: datetime | None = None


def approve(request: PaymentRequest, by: str, at: datetime) -> PaymentRequest:
    """Raises: RequestIsDecided, PaymentNeedsSecondPerson."""
    _require_waiting(request)
    if request.caused_by == by:
        raise PaymentNeedsSecondPerson
    return _next(request, status=PaymentRequestStatus.APPROVED, approved_by=by, decided_at=at)


def require_alone(request: PaymentRequest) -> None:
    """What a batch holds is approved with it. Raises: RequestIsInBatch."""
    if request.batch_id is not None and request.status is PaymentRequestStatus.AWAITING_APPROVAL:
        raise RequestIsInBatch


def gather(request: PaymentRequest, batch_id: UUID) -> PaymentRequest:
    """Raises: RequestIsDecided, RequestIsInBatch."""
    _require_waiting(request)
    require_alone(request)
    return _next(request, batch_id=batch_id)


def let_go(request: PaymentRequest) -> PaymentRequest:
    """Raises: RequestIsInNoBatch."""
    if request.batch_id is None or request.status is not PaymentRequestStatus.AWAITING_APPROVAL:
        raise RequestIsInNoBatch
    return _next(request, batch_id=None)


def followed(
    waiting: Sequence[PaymentRequest], grant: Grant, at: datetime
) -> Iterator[tuple[PaymentRequest, PaymentRequest]]:
    """(before, after) of the ``waiting`` requests of a grant that what became of it changes.

    Withdrawn when their instalment is not to be ordered any more, amended when its amount or day is another.
    """
    parts = {part.number: part for part in grant.instalments}
    for request in waiting:
        part = parts.get(request.instalment)
        if part is None or part.status not in UNORDERED:
            yield request, _withdrawn(request, at)
        elif (part.amount, part.due_on) != (request.amount, request.due_on):
            yield request, _amended(request, part)


def _withdrawn(request: PaymentRequest, at: datetime) -> PaymentRequest:
    return _next(request, status=PaymentRequestStatus.WITHDRAWN, decided_at=at, batch_id=None)


def _amended(request: PaymentRequest, part: Instalment) -> PaymentRequest:
    """Out of its batch: whoever read that has seen another amount."""
    return _next(request, amount=part.amount, due_on=part.due_on, batch_id=None)


def _require_waiting(request: PaymentRequest) -> None:
    if request.status is not PaymentRequestStatus.AWAITING_APPROVAL:
        raise RequestIsDecided


def _next(request: PaymentRequest, **changes: object) -> PaymentRequest:
    return replace(request, version=request.version + 1, **changes)  # type: ignore[arg-type]
