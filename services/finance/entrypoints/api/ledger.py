"""The ledger: every transaction, and what stands in each account."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import allowed
from services.finance.adapters.work import FinanceWork
from services.finance.application.published import money
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.models import AccountOut, AccountsOut, LedgerTransactionOut

router = APIRouter(prefix="/ledger", tags=["ledger"])


@router.get("/transactions", response_model=Page[LedgerTransactionOut])
@allowed(everything=MONEY_ROLES)
async def list_transactions(
    edge: FinanceEdge, page: PageQuery, grant_id: Annotated[UUID | None, Query()] = None
) -> Response:
    """In the order of posting."""

    async def query(work: FinanceWork) -> Page[LedgerTransactionOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.ledger.page(grant_id, after, page.fetch)
        return Page[LedgerTransactionOut].of(found, page, LedgerTransactionOut.of, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/accounts", response_model=AccountsOut)
@allowed(everything=MONEY_ROLES)
async def list_accounts(edge: FinanceEdge, page: PageQuery) -> Response:
    """Balances, summed from the entries."""

    async def query(work: FinanceWork) -> AccountsOut:
        after = page.after(str, str)
        found = await work.ledger.balances(after, page.fetch)
        shown = Page[AccountOut].of(found, page, AccountOut.of, lambda row: (row[0], str(row[1].currency)))
        totals = [money(total) for total in await work.ledger.totals()]
        return AccountsOut(items=shown.items, next=shown.next, totals=totals)

    return await edge.read(query, lambda answer: answer)
