"""Registrations: of oneself, or by the office; read by those concerned."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import NotYours, Role
from chassis.refusal import NotFound
from contracts.vocabulary import RegistrationStatus
from services.events.adapters.registrations import RegistrationFilter
from services.events.adapters.work import EventsWork
from services.events.application.cancel_registration import cancel_registration
from services.events.application.register import register
from services.events.domain.registration import Registration
from services.events.entrypoints.api.edge import EventsEdge, PageQuery
from services.events.entrypoints.api.models import RegistrationIn, RegistrationOut

router = APIRouter(tags=["registrations"])


@router.post("/events/{event_id}/registrations", status_code=201, response_model=RegistrationOut)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def register_person(event_id: UUID, body: RegistrationIn, edge: EventsEdge) -> Response:
    """Take a place, or a number on the waiting list."""
    edge.sight.require(NotYours(), person_id=body.person_id)
    return await edge.run(
        lambda work: register(event_id, body.person_id, edge.caller, work, edge.now()),
        RegistrationOut.of,
        status=201,
    )


@router.get("/events/{event_id}/registrations", response_model=Page[RegistrationOut])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_of_event(
    event_id: UUID, edge: EventsEdge, page: PageQuery, status: RegistrationStatus | None = None
) -> Response:
    """Who was invited, comes or waits, as far as the caller may see it."""
    return await _page(RegistrationFilter(event_id=event_id, status=status), edge, page)


@router.get("/registrations", response_model=Page[RegistrationOut])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_registrations(
    edge: EventsEdge,
    page: PageQuery,
    person_id: UUID | None = None,
    status: RegistrationStatus | None = None,
) -> Response:
    """One's own registrations; the office and coordinators see those of their people."""
    return await _page(RegistrationFilter(person_id=person_id, status=status), edge, page)


@router.get("/registrations/{registration_id}", response_model=RegistrationOut)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read_registration(registration_id: UUID, edge: EventsEdge) -> Response:
    async def found(work: EventsWork) -> Registration:
        registration = await work.registrations.get(registration_id)
        edge.sight.require(
            NotFound(what="registration"), person_id=registration.person_id, faculty=registration.faculty
        )
        return registration

    return await edge.read(found, RegistrationOut.of)


@router.post("/registrations/{registration_id}/cancel", response_model=RegistrationOut)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def cancel(registration_id: UUID, edge: EventsEdge) -> Response:
    """Do not come; the first in line has the place."""
    version = edge.expected_version
    return await edge.run(
        lambda work: cancel_registration(registration_id, edge.sight, version, work, edge.now()),
        RegistrationOut.of,
    )


async def _page(wanted: RegistrationFilter, edge: EventsEdge, page: PageQuery) -> Response:
    (after,) = page.after(UUID) or (None,)

    def present(rows: Sequence[Registration]) -> Page[RegistrationOut]:
        return Page.of(rows, page, RegistrationOut.of, lambda row: (row.id,))

    return await edge.read(
        lambda work: work.registrations.page(wanted, edge.sight, after, page.fetch), present
    )
