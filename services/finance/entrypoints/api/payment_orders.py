"""Payment orders, as they went to the finance office and what it answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.refusal import NotFound
from contracts.finance import PaymentOrder as PaymentOrderOut
from contracts.vocabulary import PaymentOrderStatus
from services.finance.adapters.payment_orders import OrderFilter
from services.finance.adapters.work import FinanceWork
from services.finance.application.published import order_state
from services.finance.domain.payment_order import PaymentOrder
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery

router = APIRouter(tags=["payment orders"])


@router.get("/payment-orders", response_model=Page[PaymentOrderOut])
@allowed(everything=MONEY_ROLES, faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: FinanceEdge,
    page: PageQuery,
    status: Annotated[PaymentOrderStatus | None, Query()] = None,
    grant_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Finance and office see all, a coordinator the own faculty's, everyone else their own."""
    wanted = OrderFilter(status, grant_id)

    async def query(work: FinanceWork) -> Page[PaymentOrderOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.orders.page(wanted, edge.sight, after, page.fetch)
        return Page[PaymentOrderOut].of(found, page, order_state, lambda order: (order.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/payment-orders/{order_id}", response_model=PaymentOrderOut)
@allowed(everything=MONEY_ROLES, faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(order_id: UUID, edge: FinanceEdge) -> Response:

    async def query(work: FinanceWork) -> PaymentOrder:
        order = await work.orders.get(order_id)
        edge.sight.require(NotFound(what="payment order"), person_id=order.person_id, faculty=order.faculty)
        return order

    return await edge.read(query, order_state)
