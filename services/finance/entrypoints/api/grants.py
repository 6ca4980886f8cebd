"""Grants: read by whom they concern; the office and finance record what is paid back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.refusal import NotFound
from contracts.finance import Grant as GrantOut
from contracts.vocabulary import GrantStatus
from services.finance.adapters.grants import GrantFilter
from services.finance.adapters.work import FinanceWork
from services.finance.application.fund_days import fund_days
from services.finance.application.published import grant_state
from services.finance.application.receive_recovery import record_recovery
from services.finance.application.record_circumstances import record_circumstances
from services.finance.application.settle_grant import settle_grant
from services.finance.domain.grant import Grant
from services.finance.entrypoints.api.edge import MONEY_ROLES, FinanceEdge, PageQuery
from services.finance.entrypoints.api.models import (
    CallYear,
    CircumstancesIn,
    FundedDaysIn,
    RecoveryIn,
    SettlementIn,
)

router = APIRouter(tags=["grants"])


@router.get("/grants", response_model=Page[GrantOut])
@allowed(everything=MONEY_ROLES, faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: FinanceEdge,
    page: PageQuery,
    status: Annotated[GrantStatus | None, Query()] = None,
    call_year: Annotated[CallYear | None, Query()] = None,
) -> Response:
    """Finance and office see all, a coordinator the own faculty's, everyone else their own."""
    wanted = GrantFilter(status, call_year)

    async def query(work: FinanceWork) -> Page[GrantOut]:
        (after,) = page.after(UUID) or (None,)
        found = await work.grants.page(wanted, edge.sight, after, page.fetch)
        return Page[GrantOut].of(found, page, grant_state, lambda grant: (grant.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/grants/{grant_id}", response_model=GrantOut)
@allowed(everything=MONEY_ROLES, faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(grant_id: UUID, edge: FinanceEdge) -> Response:

    async def query(work: FinanceWork) -> Grant:
        grant = await work.grants.get(grant_id)
        edge.sight.require(NotFound(what="grant"), person_id=grant.person_id, faculty=grant.faculty)
        return grant

    return await edge.read(query, grant_state)


@router.post("/grants/{grant_id}/recoveries", response_model=GrantOut)
@allowed(everything=MONEY_ROLES)
async def recover(grant_id: UUID, body: RecoveryIn, edge: FinanceEdge) -> Response:
    """Money came back from a participant; the next in line may get it."""
    version = edge.expected_version
    return await edge.run(
        lambda work: record_recovery(grant_id, body.receipt(), version, work, edge.now()), grant_state
    )


@router.post("/grants/{grant_id}/circumstances", response_model=GrantOut)
@allowed(everything=[Role.OFFICE])
async def record(grant_id: UUID, body: CircumstancesIn, edge: FinanceEdge) -> Response:
    """The facts behind travel support and top-ups, seen by the office: nobody else learns which they are."""
    facts, version = body.circumstances(edge.caller.subject), edge.expected_version
    return await edge.run(
        lambda work: record_circumstances(grant_id, facts, version, work, edge.now()), grant_state
    )


@router.post("/grants/{grant_id}/settlement", response_model=GrantOut)
@allowed(everything=MONEY_ROLES)
async def settle(grant_id: UUID, body: SettlementIn, edge: FinanceEdge) -> Response:
    """Survey, proof of the stay and credits, once the stay is over."""
    found, version = body.settlement(), edge.expected_version
    return await edge.run(lambda work: settle_grant(grant_id, found, version, work, edge.now()), grant_state)


@router.post("/grants/{grant_id}/funded-days", response_model=GrantOut)
@allowed(everything=MONEY_ROLES)
async def fund(grant_id: UUID, body: FundedDaysIn, edge: FinanceEdge) -> Response:
    """Fund so many days of the stay: of a zero-grant place, or more than were promised."""
    version = edge.expected_version
    return await edge.run(lambda work: fund_days(grant_id, body.days, version, work, edge.now()), grant_state)
