"""A payment batch: requests of one budget, gathered by one person and approved at once by another.

A budget has one currency and one account it pays from, so a batch has too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import PaymentBatchStatus, PaymentChannel, Programme
from services.finance.domain.money import Money, total
from services.finance.domain.payment_request import PaymentNeedsSecondPerson, PaymentRequest

REQUESTS_MAX = 200
"""Of one batch: they are approved in one transaction, and the budget is locked meanwhile."""


class NothingToGather(Refusal):
    code, kind = "nothing-to-gather", Kind.CONFLICT
    tr = "Bu bütçede listeye alınabilecek ödeme talebi yok."
    en = "This budget has no payment request that a batch could take."
    next_tr = "Bekleyen taleplerin hesap bilgilerine ve açık listelere bakın."
    next_en = "Look at the accounts of those who wait, and at batches that are open."


class BatchIsClosed(Refusal):
    code, kind = "payment-batch-is-closed", Kind.CONFLICT
    tr, en = "Bu liste kapanmış.", "This batch is closed."
    next_tr, next_en = "Bekleyenler için yeni bir liste hazırlayın.", "Gather who waits into another one."


class BatchIsEmpty(Refusal):
    code, kind = "payment-batch-is-empty", Kind.CONFLICT
    tr, en = "Bu listede onaylanacak talep kalmamış.", "This batch has no request left to approve."
    next_tr, next_en = "Listeyi dağıtın.", "Dissolve it."


@dataclass(frozen=True, slots=True)
class PaymentBatch:
    """``gathered_by`` and ``closed_by`` stay in finance."""

    id: UUID
    version: int
    budget_id: UUID
    programme: Programme
    call_year: int
    channel: PaymentChannel
    count: int
    total: Money
    gathered_by: str
    gathered_at: datetime
    status: PaymentBatchStatus = PaymentBatchStatus.OPEN
    closed_by: str | None = None
    closed_at: datetime | None = None


def holding(batch: PaymentBatch, requests: Sequence[PaymentRequest]) -> PaymentBatch:
    """The batch with what it took. Raises: NothingToGather."""
    if not requests:
        raise NothingToGather
    amounts = [request.amount for request in requests]
    return replace(batch, count=len(requests), total=total(amounts, batch.total.currency))


def without(batch: PaymentBatch, request: PaymentRequest) -> PaymentBatch:
    """Raises: BatchIsClosed."""
    require_open(batch)
    left = batch.total - request.amount
    return replace(batch, version=batch.version + 1, count=batch.count - 1, total=left)


def approve(batch: PaymentBatch, by: str, at: datetime) -> PaymentBatch:
    """Raises: BatchIsClosed, PaymentNeedsSecondPerson, BatchIsEmpty."""
    require_open(batch)
    if batch.gathered_by == by:
        raise PaymentNeedsSecondPerson
    if not batch.count:
        raise BatchIsEmpty
    return _closed(batch, PaymentBatchStatus.APPROVED, by, at)


def dissolve(batch: PaymentBatch, by: str, at: datetime) -> PaymentBatch:
    """Whoever gathered it may. Raises: BatchIsClosed."""
    require_open(batch)
    return _closed(batch, PaymentBatchStatus.DISSOLVED, by, at)


def require_open(batch: PaymentBatch) -> None:
    """Raises: BatchIsClosed."""
    if batch.status is not PaymentBatchStatus.OPEN:
        raise BatchIsClosed


def _closed(batch: PaymentBatch, status: PaymentBatchStatus, by: str, at: datetime) -> PaymentBatch:
    return replace(batch, version=batch.version + 1, status=status, closed_by=by, closed_at=at)
