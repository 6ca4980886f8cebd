"""Calls: opened, rescheduled, ranked and published by the office; read by everybody of the university."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, Sight, allowed
from chassis.identity.caller import Role
from contracts.vocabulary import CallStatus
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.open_call import open_call, reschedule_call
from services.mobility.application.publish_call import publish_call
from services.mobility.application.rank_call import rank_call
from services.mobility.application.try_ranking import try_ranking
from services.mobility.domain.call import Call
from services.mobility.entrypoints.api.call_models import CallChange, CallIn, CallOut, RankingLineOut
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.what_if_models import SuppositionIn, WhatIfOut

router = APIRouter(tags=["calls"])

READERS = tuple(role for role in Role if role is not Role.PARTNER)


@router.post("/calls", status_code=201, response_model=CallOut)
@allowed(everything=[Role.OFFICE])
async def open_one(body: CallIn, edge: MobilityEdge) -> Response:
    """Agreements must be active, of the programme, and in force in the academic year."""
    return await edge.run(lambda work: open_call(body.call(), work, rule_book()), CallOut.of, 201)


@router.get("/calls", response_model=Page[CallOut])
@allowed(everything=READERS)
async def list_all(edge: MobilityEdge, page: PageQuery) -> Response:
    async def query(work: MobilityWork) -> Page[CallOut]:
        (after,) = page.after(UUID) or (None,)
        return Page[CallOut].of(
            await work.calls.page(after, page.fetch), page, CallOut.of, lambda row: (row.id,)
        )

    return await edge.read(query, lambda answer: answer)


@router.get("/calls/{call_id}", response_model=CallOut)
@allowed(everything=READERS)
async def read(call_id: UUID, edge: MobilityEdge) -> Response:
    return await edge.read(lambda work: work.calls.get(call_id), CallOut.of)


@router.patch("/calls/{call_id}", response_model=CallOut)
@allowed(everything=[Role.OFFICE])
async def reschedule(call_id: UUID, body: CallChange, edge: MobilityEdge) -> Response:
    """Move the deadline, as long as nothing is ranked."""
    version = edge.expected_version
    return await edge.run(
        lambda work: reschedule_call(call_id, body.closes_at, work, rule_book(), expected=version), CallOut.of
    )


@router.post("/calls/{call_id}/rank", response_model=CallOut)
@allowed(everything=[Role.OFFICE])
async def rank(call_id: UUID, edge: MobilityEdge) -> Response:
    """After the deadline; again as often as needed until the lists are public."""
    return await edge.run(
        lambda work: rank_call(call_id, work, rule_book(), edge.now(), by=edge.caller.subject), CallOut.of
    )


@router.post("/calls/{call_id}/what-if", response_model=WhatIfOut)
@allowed(everything=[Role.OFFICE])
async def what_if(call_id: UUID, body: SuppositionIn, edge: MobilityEdge) -> Response:
    """Who would get a place with other places, weights or choices; nothing is kept."""
    return await edge.read(
        lambda work: try_ranking(call_id, body.supposition(), work, rule_book()), WhatIfOut.of
    )


@router.post("/calls/{call_id}/publish", response_model=CallOut)
@allowed(everything=[Role.OFFICE])
async def publish(call_id: UUID, edge: MobilityEdge) -> Response:
    """Makes the lists public: offers to the main list, turns in the reserve to the others."""
    return await edge.run(lambda work: publish_call(call_id, work, edge.today()), CallOut.of)


@router.get("/calls/{call_id}/ranking", response_model=Page[RankingLineOut])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def ranking(call_id: UUID, edge: MobilityEdge, page: PageQuery) -> Response:
    """In order of rank. Applicants see their own line once the lists are public."""

    async def query(work: MobilityWork) -> Page[RankingLineOut]:
        call = await work.calls.get(call_id)
        (after,) = page.after(int) or (None,)
        lines = await work.rankings.page(call_id, _seen(edge, call), after, page.fetch)
        return Page[RankingLineOut].of(lines, page, RankingLineOut.of, lambda line: (line.rank,))

    return await edge.read(query, lambda answer: answer)


def _seen(edge: MobilityEdge, call: Call) -> Sight:
    public = call.status in (CallStatus.PUBLISHED, CallStatus.CLOSED)
    return edge.sight if public else replace(edge.sight, person_id=None)
