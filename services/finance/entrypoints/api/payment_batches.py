"""Batches of payments: gathered by one person, approved by another, and the bank's file of one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.finance import Budget as BudgetOut
from contracts.payments import PaymentBatch as PaymentBatchOut
from contracts.vocabulary import PaymentBatchStatus
from services.finance.adapters.pain import credit_transfer
from services.finance.adapters.work import FinanceWork
from services.finance.application.bank_file import bank_file, enter_paying_account
from services.finance.application.payment_batches import approve_batch, dissolve_batch, gather_batch
from services.finance.application.published import batch_state, budget_state
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.payments_in import GatheringIn, PayingAccountIn

router = APIRouter(tags=["payment batches"])


@router.post("/budgets/{budget_id}/payment-batches", status_code=201, response_model=PaymentBatchOut)
@allowed(everything=MONEY_ROLES)
async def gather(budget_id: UUID, body: GatheringIn, edge: FinanceEdge) -> Response:
    """What waits for approval and can be paid, at most 200; the rest goes into the next one."""
    wanted = body.gathering(edge.caller.subject)
    return await edge.run(
        lambda work: gather_batch(budget_id, wanted, work, edge.now()), batch_state, status=201
    )


@router.post("/budgets/{budget_id}/paying-account", response_model=BudgetOut)
@allowed(everything=[Role.FINANCE])
async def enter_account(budget_id: UUID, body: PayingAccountIn, edge: FinanceEdge) -> Response:
    """The university's account that a bank's file names; what was entered before is replaced."""
    account = body.account(budget_id, edge.caller.subject, edge.now())
    return await edge.run(lambda work: enter_paying_account(account, work), budget_state)


@router.get("/payment-batches", response_model=Page[PaymentBatchOut])
@allowed(everything=MONEY_ROLES)
async def list_all(
    edge: FinanceEdge, page: PageQuery, status: Annotated[PaymentBatchStatus | None, Query()] = None
) -> Response:
    """First gathered first."""

    async def query(work: FinanceWork) -> Page[PaymentBatchOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.batches.page(status, after, page.fetch)
        return Page[PaymentBatchOut].of(found, page, batch_state, lambda batch: (batch.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/payment-batches/{batch_id}", response_model=PaymentBatchOut)
@allowed(everything=MONEY_ROLES)
async def read(batch_id: UUID, edge: FinanceEdge) -> Response:
    return await edge.read(lambda work: work.batches.get(batch_id), batch_state)


@router.post("/payment-batches/{batch_id}/approval", response_model=PaymentBatchOut)
@allowed(everything=MONEY_ROLES)
async def approve(batch_id: UUID, edge: FinanceEdge) -> Response:
    """All of it, by another person than who gathered it; it is closed."""
    by, version = edge.caller.subject, edge.expected_version
    return await edge.run(lambda work: approve_batch(batch_id, by, version, work, edge.now()), batch_state)


@router.post("/payment-batches/{batch_id}/dissolution", response_model=PaymentBatchOut)
@allowed(everything=MONEY_ROLES)
async def dissolve(batch_id: UUID, edge: FinanceEdge) -> Response:
    """Its requests wait again, each by itself."""
    by, version = edge.caller.subject, edge.expected_version
    return await edge.run(lambda work: dissolve_batch(batch_id, by, version, work, edge.now()), batch_state)


@router.get("/payment-batches/{batch_id}/document", response_class=Response)
@allowed(everything=[Role.FINANCE])
async def document(batch_id: UUID, edge: FinanceEdge) -> Response:
    """The bank's file, ISO 20022 pain.001.001.09. It names people and accounts: the reading is noted."""
    asked = await edge.look(lambda work: bank_file(batch_id, work))
    await edge.note_reading(*(transfer.person_id for transfer in asked.transfers))
    named = {"Content-Disposition": f'attachment; filename="{asked.message_id}.xml"'}
    return Response(credit_transfer(asked), media_type="application/xml", headers=named)
