"""Payment requests that wait follow their grant: what it takes back is withdrawn, what it changes amended."""

from __future__ import annotations

from datetime import datetime

from contracts.payments import PaymentBatchChanged, PaymentRequestAmended, PaymentRequestWithdrawn
from contracts.vocabulary import PaymentRequestStatus
from services.finance.application.published import batch_state, request_state
from services.finance.application.work import Work
from services.finance.domain.grant import Grant
from services.finance.domain.payment_batch import without
from services.finance.domain.payment_request import PaymentRequest, followed


async def let_requests_follow(grant: Grant, work: Work, now: datetime) -> None:
    """Under the budget's lock, after every change of a grant."""
    for before, after in followed(await work.requests.waiting_of(grant.id), grant, now):
        gone = after.status is PaymentRequestStatus.WITHDRAWN
        event = PaymentRequestWithdrawn if gone else PaymentRequestAmended
        await work.requests.save(after, publishes=event(state=request_state(after)))
        await leave_batch(before, work)


async def leave_batch(request: PaymentRequest, work: Work) -> None:
    """The batch that held ``request`` counts without it; nothing when none did."""
    if request.batch_id is None:
        return
    smaller = without(await work.batches.get(request.batch_id), request)
    await work.batches.save(smaller, publishes=PaymentBatchChanged(state=batch_state(smaller)))
