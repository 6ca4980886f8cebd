"""Who of the staff read somebody here; what they read through the gateway's views is told there."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.http.readings import Reading, readings_of
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.refusal import NotFound
from services.events.entrypoints.api.edge import EventsEdge, PageQuery

router = APIRouter(tags=["readings"])


@router.get("/people/{person_id}/readings", response_model=Page[Reading])
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def readings(person_id: UUID, edge: EventsEdge, page: PageQuery) -> Response:
    """Certificates that were given out to somebody else than the person."""
    edge.sight.require(NotFound(what="person"), person_id=person_id)
    return await readings_of(person_id, edge, page)


@router.get("/visits/{visit_id}/readings", response_model=Page[Reading])
@allowed(everything=[Role.OFFICE])
async def readings_of_guests(visit_id: UUID, edge: EventsEdge, page: PageQuery) -> Response:
    """Who was told the names of a visit's guests. They have no id of their own: all are read at once."""
    await edge.look(lambda work: work.visits.get(visit_id))
    return await readings_of(visit_id, edge, page)
