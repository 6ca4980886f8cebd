"""Batches of payments: gathered by one person, approved by another, once.

Everything here runs under the budget's lock, so that two batches never take the same request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.refusal import require_version
from contracts.payments import (
    PaymentBatchApproved,
    PaymentBatchDissolved,
    PaymentBatchGathered,
    PaymentRequestGathered,
)
from contracts.vocabulary import PaymentChannel
from services.finance.application.approve_payment import order_payment
from services.finance.application.books import books_of
from services.finance.application.check_account import PayeeAccountUnknown, PayeeIbanWrong, payable
from services.finance.application.follow_grant import leave_batch
from services.finance.application.published import batch_state, request_state
from services.finance.application.work import Work
from services.finance.domain.budget import Budget
from services.finance.domain.money import Money
from services.finance.domain.payment_batch import (
    REQUESTS_MAX,
    PaymentBatch,
    approve,
    dissolve,
    holding,
)
from services.finance.domain.payment_request import PaymentRequest, gather, let_go


@dataclass(frozen=True, slots=True)
class Gathering:
    """``due_by``: only what is due by this day; None takes all that waits."""

    channel: PaymentChannel
    due_by: date | None
    by: str


async def gather_batch(budget_id: UUID, wanted: Gathering, work: Work, now: datetime) -> PaymentBatch:
    """The first ``REQUESTS_MAX`` that wait and can be paid. Raises: NotFound, NothingToGather."""
    budget = await work.budgets.lock(budget_id)
    empty = _empty(budget, wanted, now)
    requests = await _payable_requests(budget_id, wanted.due_by, work)
    batch = holding(empty, requests)
    await work.batches.add(batch, publishes=PaymentBatchGathered(state=batch_state(batch)))
    for request in requests:
        await _keep(gather(request, batch.id), work)
    return batch


async def approve_batch(
    batch_id: UUID, by: str, expected_version: int | None, work: Work, now: datetime
) -> PaymentBatch:
    """All of it or nothing: each becomes an order, told by events or left to the bank's file.

    Raises: NotFound, StaleVersion, BatchIsClosed, BatchIsEmpty, PaymentNeedsSecondPerson,
    PayeeAccountUnknown, PayeeIbanWrong.
    """
    budget_id = (await work.batches.get(batch_id)).budget_id
    async with books_of(await work.budgets.lock(budget_id), work, now) as books:
        batch = await work.batches.get(batch_id)
        require_version(batch.version, expected_version)
        approved = approve(batch, by, now)
        for request in await work.requests.of_batch(batch_id):
            await order_payment(request, by, batch.channel, books)
        await work.batches.save(approved, publishes=PaymentBatchApproved(state=batch_state(approved)))
        return approved


async def dissolve_batch(
    batch_id: UUID, by: str, expected_version: int | None, work: Work, now: datetime
) -> PaymentBatch:
    """Raises: NotFound, StaleVersion, BatchIsClosed."""
    await work.budgets.lock((await work.batches.get(batch_id)).budget_id)
    batch = await work.batches.get(batch_id)
    require_version(batch.version, expected_version)
    dissolved = dissolve(batch, by, now)
    for request in await work.requests.of_batch(batch_id):
        await _keep(let_go(request), work)
    await work.batches.save(dissolved, publishes=PaymentBatchDissolved(state=batch_state(dissolved)))
    return dissolved


async def take_out(request_id: UUID, expected_version: int | None, work: Work) -> PaymentRequest:
    """One request waits by itself again. Raises: NotFound, StaleVersion, RequestIsInNoBatch."""
    await work.budgets.lock((await work.requests.get(request_id)).budget_id)
    request = await work.requests.get(request_id)
    require_version(request.version, expected_version)
    alone = let_go(request)
    await leave_batch(request, work)
    await _keep(alone, work)
    return alone


async def _payable_requests(budget_id: UUID, due_by: date | None, work: Work) -> list[PaymentRequest]:
    """Who has no account that could be paid stays outside, and waits alone."""
    found: list[PaymentRequest] = []
    after: UUID | None = None
    while page := await work.requests.gatherable(budget_id, due_by, after, REQUESTS_MAX):
        found += [request for request in page if await _can_be_paid(request, work)]
        if len(found) >= REQUESTS_MAX or len(page) < REQUESTS_MAX:
            break
        after = page[-1].id
    return found[:REQUESTS_MAX]


async def _can_be_paid(request: PaymentRequest, work: Work) -> bool:
    try:
        await payable(request.person_id, work)
    except (PayeeAccountUnknown, PayeeIbanWrong):
        return False
    return True


async def _keep(request: PaymentRequest, work: Work) -> None:
    await work.requests.save(request, publishes=PaymentRequestGathered(state=request_state(request)))


def _empty(budget: Budget, wanted: Gathering, now: datetime) -> PaymentBatch:
    return PaymentBatch(
        id=new_id(),
        version=1,
        budget_id=budget.id,
        programme=budget.programme,
        call_year=budget.call_year,
        channel=wanted.channel,
        count=0,
        total=Money.zero(budget.currency),
        gathered_by=wanted.by,
        gathered_at=now,
    )
