"""Mobilities: how stays end, told by office and coordinators; withdrawn also by those who do not go."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from contracts import mobility as published
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.change_stay import (
    begin_stay,
    break_off,
    complete_stay,
    extend_stay,
    return_early,
)
from services.mobility.application.published_language import mobility_state
from services.mobility.application.withdraw import MobilityGone, withdraw_mobility
from services.mobility.application.write_stay_certificate import write_stay_certificate
from services.mobility.domain.missing import NoSuchMobility
from services.mobility.domain.mobility import Mobility
from services.mobility.domain.stay_certificate import StayCertificate
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.inputs import Day, Input, Line
from services.mobility.entrypoints.api.stay_certificate import stay_certificate

router = APIRouter(tags=["mobilities"])

READERS = (Role.OFFICE, Role.FINANCE)


class StayEnds(Input):
    ends: Day


class Arrival(Input):
    arrived_on: Day = Field(description="First day, as the partner confirms it")


class Withdrawal(Input):
    reason: Line


class MobilityGoneOut(published.Mobility):
    """The mobility given up, and who was promoted in its stead, if anybody."""

    promoted_placement_id: UUID | None

    @classmethod
    def of(cls, gone: MobilityGone) -> "MobilityGoneOut":
        promoted = gone.promoted.id if gone.promoted else None
        return cls(**dict(mobility_state(gone.mobility)), promoted_placement_id=promoted)


@router.get("/mobilities", response_model=Page[published.Mobility])
@allowed(everything=READERS, faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge,
    page: PageQuery,
    call_id: Annotated[UUID | None, Query()] = None,
    person_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Office and finance see all, a coordinator the faculty's, others their own."""

    async def query(work: MobilityWork) -> Page[published.Mobility]:
        (after,) = page.after(UUID) or (None,)
        found = await work.mobilities.page(edge.sight, call_id, person_id, after, page.fetch)
        return Page[published.Mobility].of(found, page, mobility_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/mobilities/{mobility_id}", response_model=published.Mobility)
@allowed(everything=READERS, faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(mobility_id: UUID, edge: MobilityEdge) -> Response:
    return await edge.read(lambda work: _permitted(mobility_id, work, edge), mobility_state)


@router.get("/mobilities/{mobility_id}/document", response_class=Response)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def certificate(mobility_id: UUID, edge: MobilityEdge) -> Response:
    """A guest's certificate of stay as PDF, once they have left and owe nothing."""

    async def query(work: MobilityWork) -> tuple[UUID, StayCertificate]:
        await _permitted(mobility_id, work, edge)
        return await write_stay_certificate(mobility_id, work)

    person_id, told = await edge.look(query)
    made = await asyncio.to_thread(stay_certificate, told)
    await edge.note_reading(person_id)
    named = {"Content-Disposition": 'inline; filename="certificate-of-stay.pdf"'}
    return Response(made, media_type="application/pdf", headers=named)


@router.post("/mobilities/{mobility_id}/arrive", response_model=published.Mobility)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def arrive(mobility_id: UUID, body: Arrival, edge: MobilityEdge) -> Response:
    """The stay has begun; days are counted from the confirmed first day."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Mobility:
        await _permitted(mobility_id, work, edge)
        return await begin_stay(
            mobility_id, body.arrived_on, work, rule_book(), stay_rules(), expected=version
        )

    return await edge.run(command, mobility_state)


@router.post("/mobilities/{mobility_id}/extend", response_model=published.Mobility)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def extend(mobility_id: UUID, body: StayEnds, edge: MobilityEdge) -> Response:
    """A later last day, within the limits of the stay and of the cycle of study."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Mobility:
        await _permitted(mobility_id, work, edge)
        return await extend_stay(mobility_id, body.ends, work, rule_book(), stay_rules(), expected=version)

    return await edge.run(command, mobility_state)


@router.post("/mobilities/{mobility_id}/early-return", response_model=published.Mobility)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def shorten(mobility_id: UUID, body: StayEnds, edge: MobilityEdge) -> Response:
    """The stay ended before its planned day; days are counted again."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Mobility:
        await _permitted(mobility_id, work, edge)
        return await return_early(mobility_id, body.ends, work, rule_book(), stay_rules(), expected=version)

    return await edge.run(command, mobility_state)


@router.post("/mobilities/{mobility_id}/force-majeure", response_model=published.Mobility)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def end_by_force_majeure(mobility_id: UUID, body: StayEnds, edge: MobilityEdge) -> Response:
    """The stay ended beyond anybody's control: it counts however short it was."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Mobility:
        await _permitted(mobility_id, work, edge)
        return await break_off(mobility_id, body.ends, work, stay_rules(), expected=version)

    return await edge.run(command, mobility_state)


@router.post("/mobilities/{mobility_id}/complete", response_model=published.Mobility)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def complete(mobility_id: UUID, body: StayEnds, edge: MobilityEdge) -> Response:
    """The stay is over; ``ends`` is the day its certificate gives."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Mobility:
        await _permitted(mobility_id, work, edge)
        return await complete_stay(mobility_id, body.ends, work, rule_book(), stay_rules(), expected=version)

    return await edge.run(command, mobility_state)


@router.post("/mobilities/{mobility_id}/withdraw", response_model=MobilityGoneOut)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def withdraw(mobility_id: UUID, body: Withdrawal, edge: MobilityEdge) -> Response:
    """Not going after all: the place goes to the next of the reserve."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> MobilityGone:
        await _permitted(mobility_id, work, edge)
        return await withdraw_mobility(mobility_id, body.reason, work, edge.today(), expected=version)

    return await edge.run(command, MobilityGoneOut.of)


async def _permitted(mobility_id: UUID, work: MobilityWork, edge: MobilityEdge) -> Mobility:
    mobility = await work.mobilities.get(mobility_id)
    edge.sight.require(NoSuchMobility(), person_id=mobility.person_id, faculty=mobility.faculty)
    return mobility
