"""Payments that wait for a second person, and what that person says."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from contracts.payments import PaymentRequest as PaymentRequestOut
from contracts.vocabulary import PaymentRequestStatus
from services.finance.adapters.work import FinanceWork
from services.finance.application.approve_payment import approve_payment
from services.finance.application.payment_batches import take_out
from services.finance.application.published import request_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery

router = APIRouter(tags=["payment requests"])


@router.get("/payment-requests", response_model=Page[PaymentRequestOut])
@allowed(everything=MONEY_ROLES)
async def list_all(
    edge: FinanceEdge,
    page: PageQuery,
    status: Annotated[PaymentRequestStatus | None, Query()] = None,
    batch_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """First drafted first."""

    async def query(work: FinanceWork) -> Page[PaymentRequestOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.requests.page(status, batch_id, after, page.fetch)
        return Page[PaymentRequestOut].of(found, page, request_state, lambda request: (request.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/payment-requests/{request_id}", response_model=PaymentRequestOut)
@allowed(everything=MONEY_ROLES)
async def read(request_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.requests.get(request_id), request_state)


@router.post("/payment-requests/{request_id}/approval", response_model=PaymentRequestOut)
@allowed(everything=MONEY_ROLES)
async def approve(request_id: UUID, edge: FinanceEdge) -> Response:
    """By another person than whose command caused it; the finance office is asked to pay at once."""
    by, version = edge.caller.subject, edge.expected_version
    return await edge.run(
        lambda work: approve_payment(request_id, by, version, work, edge.now()), request_state
    )


@router.post("/payment-requests/{request_id}/leaving", response_model=PaymentRequestOut)
@allowed(everything=MONEY_ROLES)
async def leave(request_id: UUID, edge: FinanceEdge) -> Response:
    """Out of its open batch; it waits by itself again."""
    version = edge.expected_version
    return await edge.run(lambda work: take_out(request_id, version, work), request_state)
