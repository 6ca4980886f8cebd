"""Placements: offers answered by those who have them, or recorded for them by office and coordinator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from contracts import mobility as published
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.accept_placement import Accepted, accept_placement
from services.mobility.application.expire_offer import expire_offer
from services.mobility.application.published_language import placement_state
from services.mobility.application.withdraw import PlacementGone, withdraw_placement
from services.mobility.domain.missing import NoSuchPlacement
from services.mobility.domain.placement import Placement
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery

router = APIRouter(tags=["placements"])


class AcceptedOut(published.Placement):
    """The accepted placement, and the mobility that it became."""

    mobility_id: UUID

    @classmethod
    def of(cls, accepted: Accepted) -> "AcceptedOut":
        return cls(**dict(placement_state(accepted.placement)), mobility_id=accepted.mobility.id)


class GoneOut(published.Placement):
    """The placement given up, and who was promoted in its stead, if anybody."""

    promoted_placement_id: UUID | None

    @classmethod
    def of(cls, gone: PlacementGone) -> "GoneOut":
        promoted = gone.promoted.id if gone.promoted else None
        return cls(**dict(placement_state(gone.placement)), promoted_placement_id=promoted)


@router.get("/placements", response_model=Page[published.Placement])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge,
    page: PageQuery,
    call_id: Annotated[UUID | None, Query()] = None,
    application_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """The office sees all, a coordinator the faculty's, a student their own."""

    async def query(work: MobilityWork) -> Page[published.Placement]:
        (after,) = page.after(UUID) or (None,)
        found = await work.placements.page(edge.sight, call_id, application_id, after, page.fetch)
        return Page[published.Placement].of(found, page, placement_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/placements/{placement_id}", response_model=published.Placement)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(placement_id: UUID, edge: MobilityEdge) -> Response:
    return await edge.read(lambda work: _permitted(placement_id, work, edge), placement_state)


@router.post("/placements/{placement_id}/accept", response_model=AcceptedOut)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def accept(placement_id: UUID, edge: MobilityEdge) -> Response:
    """Plans the mobility in the same transaction."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Accepted:
        await _permitted(placement_id, work, edge)
        return await accept_placement(placement_id, work, stay_rules(), edge.today(), expected=version)

    return await edge.run(command, AcceptedOut.of)


@router.post("/placements/{placement_id}/withdraw", response_model=GoneOut)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def withdraw(placement_id: UUID, edge: MobilityEdge) -> Response:
    """From an offer, an accepted place or a turn in the reserve; the next of the reserve is promoted."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> PlacementGone:
        await _permitted(placement_id, work, edge)
        return await withdraw_placement(placement_id, work, edge.today(), expected=version)

    return await edge.run(command, GoneOut.of)


@router.post("/placements/{placement_id}/expire", response_model=GoneOut)
@allowed(everything=[Role.OFFICE])
async def expire(placement_id: UUID, edge: MobilityEdge) -> Response:
    """An offer nobody answered in time goes to the reserve."""
    return await edge.run(lambda work: expire_offer(placement_id, work, edge.today()), GoneOut.of)


async def _permitted(placement_id: UUID, work: MobilityWork, edge: MobilityEdge) -> Placement:
    placement = await work.placements.get(placement_id)
    edge.sight.require(NoSuchPlacement(), person_id=placement.person_id, faculty=placement.faculty)
    return placement
