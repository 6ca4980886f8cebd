"""Opportunities: published, corrected and withdrawn by the office; who wants to hear of them says so."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import AwareDatetime

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import NotYours, Role
from contracts.vocabulary import OpportunityStatus
from services.events.application.close_opportunity import withdraw_opportunity
from services.events.application.publish_opportunity import change_opportunity, publish_opportunity
from services.events.application.state_interest import state_interest
from services.events.domain.opportunity import Opportunity
from services.events.entrypoints.api.edge import EventsEdge, PageQuery
from services.events.entrypoints.api.opportunity_models import (
    InterestIn,
    InterestOut,
    OpportunityIn,
    OpportunityOut,
)

router = APIRouter(tags=["opportunities"])


@router.post("/opportunities", status_code=201, response_model=OpportunityOut)
@allowed(everything=[Role.OFFICE])
async def publish(body: OpportunityIn, edge: EventsEdge) -> Response:
    """Publish what others offer; who it is for and who asked for mail is told."""
    return await edge.run(
        lambda work: publish_opportunity(body.offer(), work, edge.now()), OpportunityOut.of, status=201
    )


@router.get("/opportunities", response_model=Page[OpportunityOut])
@allowed(everything=[Role.OFFICE])
async def list_opportunities(
    edge: EventsEdge, page: PageQuery, status: OpportunityStatus | None = None
) -> Response:
    """By deadline."""
    after = page.after(AwareDatetime, UUID)

    def present(rows: Sequence[Opportunity]) -> Page[OpportunityOut]:
        return Page.of(rows, page, OpportunityOut.of, lambda row: (row.offer.deadline, row.id))

    return await edge.read(lambda work: work.opportunities.page(status, after, page.fetch), present)


@router.get("/opportunities/{opportunity_id}", response_model=OpportunityOut)
@allowed(everything=[Role.OFFICE])
async def read_opportunity(opportunity_id: UUID, edge: EventsEdge) -> Response:
    return await edge.read(lambda work: work.opportunities.get(opportunity_id), OpportunityOut.of)


@router.put("/opportunities/{opportunity_id}", response_model=OpportunityOut)
@allowed(everything=[Role.OFFICE])
async def change(opportunity_id: UUID, body: OpportunityIn, edge: EventsEdge) -> Response:
    """Replace it; `If-Match` names the version it is based on. Nobody is told twice."""
    version = edge.require_version()
    return await edge.run(
        lambda work: change_opportunity(opportunity_id, body.offer(), version, work, edge.now()),
        OpportunityOut.of,
    )


@router.post("/opportunities/{opportunity_id}/withdraw", response_model=OpportunityOut)
@allowed(everything=[Role.OFFICE])
async def withdraw(opportunity_id: UUID, edge: EventsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(lambda work: withdraw_opportunity(opportunity_id, version, work), OpportunityOut.of)


@router.post("/interests", response_model=InterestOut)
@allowed(own=PEOPLE)
async def say_interest(body: InterestIn, edge: EventsEdge) -> Response:
    """Say what one wants to hear of, and of what by mail; it replaces what was said before."""
    edge.sight.require(NotYours(), person_id=body.person_id)
    return await edge.run(lambda work: state_interest(body.command(), work, edge.now()), InterestOut.of)
