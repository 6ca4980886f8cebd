"""At the door and afterwards: check-in by code, ratings, volunteers' hours, certificates."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from services.events.adapters.registrations import feedback_order
from services.events.adapters.work import EventsWork
from services.events.application.attend import check_in, rate_event
from services.events.application.certify import certificate_of
from services.events.application.confirm_hours import confirm_hours
from services.events.domain.registration import Registration
from services.events.entrypoints.api.edge import EventsEdge, PageQuery
from services.events.entrypoints.api.models import (
    CheckInIn,
    FeedbackOut,
    HoursIn,
    RatingIn,
    RegistrationOut,
)
from services.events.entrypoints.pages.certificate import certificate

router = APIRouter(tags=["attendance"])


@router.post("/events/{event_id}/check-ins", response_model=RegistrationOut)
@allowed(everything=[Role.OFFICE])
async def let_in(event_id: UUID, body: CheckInIn, edge: EventsEdge) -> Response:
    """Once: a code that was used is refused, and when it was used is said."""
    return await edge.run(lambda work: check_in(event_id, body.code, work, edge.now()), RegistrationOut.of)


@router.post("/registrations/{registration_id}/rating", response_model=RegistrationOut)
@allowed(own=PEOPLE)
async def say_how_it_was(registration_id: UUID, body: RatingIn, edge: EventsEdge) -> Response:
    """Once it is over, once, by those who were there."""
    return await edge.run(
        lambda work: rate_event(registration_id, body.opinion(), edge.sight, work, edge.now()),
        RegistrationOut.of,
    )


@router.post("/registrations/{registration_id}/hours", response_model=RegistrationOut)
@allowed(everything=[Role.OFFICE])
async def confirm(registration_id: UUID, body: HoursIn, edge: EventsEdge) -> Response:
    """How long a volunteer worked, once it is over; a later word replaces an earlier one."""
    version = edge.expected_version
    return await edge.run(
        lambda work: confirm_hours(registration_id, body.hours, version, work, edge.now()), RegistrationOut.of
    )


@router.get("/events/{event_id}/feedback", response_model=Page[FeedbackOut])
@allowed(everything=[Role.OFFICE])
async def feedback_of_event(event_id: UUID, edge: EventsEdge, page: PageQuery) -> Response:
    """What was said, the best first, without by whom."""
    after = page.after(int, str)

    async def query(work: EventsWork) -> Sequence[Registration]:
        await work.gatherings.get(event_id)
        return await work.registrations.rated_at(event_id, after, page.fetch)

    def present(rows: Sequence[Registration]) -> Page[FeedbackOut]:
        return Page.of(rows, page, FeedbackOut.model_validate, feedback_order)

    return await edge.read(query, present)


@router.get("/certificates/{registration_id}", response_class=Response)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def certificate_as_pdf(registration_id: UUID, edge: EventsEdge) -> Response:
    """In Turkish and English on one page, for those who were there; anybody may verify its code."""
    found = await edge.look(lambda work: certificate_of(registration_id, edge.sight, work, edge.now()))
    await edge.note_reading(found.person_id)
    name = {"Content-Disposition": f'attachment; filename="{found.code}.pdf"', "Cache-Control": "no-store"}
    return Response(await asyncio.to_thread(certificate, found), media_type="application/pdf", headers=name)
