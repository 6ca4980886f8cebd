"""Applications of those whom partners send us: received and decided upon by the office."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts import incoming as published
from contracts.vocabulary import ActivityKind, EqfLevel, IncomingStatus, Programme
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.buddy import answer_as_buddy, assign_buddy
from services.mobility.application.incoming import (
    accept_incoming,
    receive,
    refuse_incoming,
)
from services.mobility.application.published_language import incoming_state
from services.mobility.application.write_admission import write_admission
from services.mobility.domain.admission import Admission
from services.mobility.domain.buddy import IN_TOUCH, require_may_answer
from services.mobility.domain.incoming import Incoming, NoSuchIncoming
from services.mobility.entrypoints.api.admission_letter import admission_letter
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.inputs import AcademicYear, Day, Input, Name

router = APIRouter(tags=["incoming"])


class IncomingIn(Input):
    person_id: UUID
    faculty: Name
    partner_id: UUID
    agreement_id: UUID | None = None
    programme: Programme
    call_year: int = Field(ge=1987, le=2100)
    academic_year: AcademicYear
    kind: ActivityKind
    eqf_level: EqfLevel | None = None
    begins: Day
    ends: Day
    received_on: Day | None = Field(default=None, description="Today, if it is left out")

    def application(self, today: date) -> Incoming:
        facts = dict(self) | {"received_on": self.received_on or today}
        return Incoming(id=new_id(), version=1, status=IncomingStatus.RECEIVED, **facts)


class Decision(Input):
    decided_on: Day | None = Field(default=None, description="Today, if it is left out")


class BuddyIn(Input):
    buddy_id: UUID


class BuddyAnswer(Input):
    agrees: bool


@router.post("/incoming-applications", status_code=201, response_model=published.IncomingApplication)
@allowed(everything=[Role.OFFICE])
async def take_in(body: IncomingIn, edge: MobilityEdge) -> Response:
    """The partner's nomination with the papers; for Erasmus+ it is to be decided within five weeks."""
    application = body.application(edge.today())
    return await edge.run(
        lambda work: receive(application, work, rule_book(), stay_rules()), incoming_state, 201
    )


@router.get("/incoming-applications", response_model=Page[published.IncomingApplication])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge, page: PageQuery, person_id: Annotated[UUID | None, Query()] = None
) -> Response:
    async def query(work: MobilityWork) -> Page[published.IncomingApplication]:
        (after,) = page.after(UUID) or (None,)
        found = await work.incoming.page(edge.sight, person_id, after, page.fetch)
        return Page[published.IncomingApplication].of(found, page, incoming_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/incoming-applications/{incoming_application_id}", response_model=published.IncomingApplication)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(incoming_application_id: UUID, edge: MobilityEdge) -> Response:
    return await edge.read(lambda work: _in_touch(incoming_application_id, work, edge), incoming_state)


@router.post(
    "/incoming-applications/{incoming_application_id}/accept", response_model=published.IncomingApplication
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def accept(incoming_application_id: UUID, body: Decision, edge: MobilityEdge) -> Response:
    """Plans the stay and opens its file in the same moment."""
    day, version = body.decided_on or edge.today(), edge.expected_version
    return await _change(
        incoming_application_id,
        edge,
        lambda work: accept_incoming(incoming_application_id, day, work, stay_rules(), expected=version),
    )


@router.post(
    "/incoming-applications/{incoming_application_id}/refuse", response_model=published.IncomingApplication
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def refuse(incoming_application_id: UUID, body: Decision, edge: MobilityEdge) -> Response:
    day, version = body.decided_on or edge.today(), edge.expected_version
    return await _change(
        incoming_application_id,
        edge,
        lambda work: refuse_incoming(incoming_application_id, day, work, expected=version),
    )


@router.get("/incoming-applications/{incoming_application_id}/document", response_class=Response)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def document(incoming_application_id: UUID, edge: MobilityEdge) -> Response:
    """The letter of admission as PDF, from the application as it is."""

    async def query(work: MobilityWork) -> tuple[UUID, Admission]:
        await _permitted(incoming_application_id, work, edge)
        return await write_admission(incoming_application_id, work)

    person_id, admission = await edge.look(query)
    made = await asyncio.to_thread(admission_letter, admission)
    await edge.note_reading(person_id)
    named = {"Content-Disposition": 'inline; filename="admission-letter.pdf"'}
    return Response(made, media_type="application/pdf", headers=named)


@router.post(
    "/incoming-applications/{incoming_application_id}/buddy", response_model=published.IncomingApplication
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def give_buddy(incoming_application_id: UUID, body: BuddyIn, edge: MobilityEdge) -> Response:
    """A student of ours is asked to help; another one replaces them."""
    version = edge.expected_version
    return await _change(
        incoming_application_id,
        edge,
        lambda work: assign_buddy(incoming_application_id, body.buddy_id, work, expected=version),
    )


@router.post(
    "/incoming-applications/{incoming_application_id}/buddy/answer",
    response_model=published.IncomingApplication,
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def answer_buddy(incoming_application_id: UUID, body: BuddyAnswer, edge: MobilityEdge) -> Response:
    """Who was asked agrees or does not; office and coordinator write down what they said."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Incoming:
        application = await _in_touch(incoming_application_id, work, edge)
        office = edge.sight.sees(faculty=application.faculty)
        require_may_answer(application, edge.sight.person_id, for_anybody=office)
        return await answer_as_buddy(incoming_application_id, body.agrees, work, expected=version)

    return await edge.run(command, incoming_state)


async def _change(
    application_id: UUID, edge: MobilityEdge, change: Callable[[MobilityWork], Awaitable[Incoming]]
) -> Response:
    async def command(work: MobilityWork) -> Incoming:
        await _permitted(application_id, work, edge)
        return await change(work)

    return await edge.run(command, incoming_state)


async def _permitted(application_id: UUID, work: MobilityWork, edge: MobilityEdge) -> Incoming:
    application = await work.incoming.get(application_id)
    edge.sight.require(NoSuchIncoming(), person_id=application.person_id, faculty=application.faculty)
    return application


async def _in_touch(application_id: UUID, work: MobilityWork, edge: MobilityEdge) -> Incoming:
    """Also the buddy's, from being asked until it ends; the letter is the guest's alone."""
    application = await work.incoming.get(application_id)
    if application.buddy_status in IN_TOUCH and edge.sight.sees(person_id=application.buddy_id):
        return application
    return await _permitted(application_id, work, edge)
