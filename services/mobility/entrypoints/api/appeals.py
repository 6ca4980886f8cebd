"""Appeals against public lists: filed by the applicant, decided by the office."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from contracts import mobility as published
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.appeal import accept_appeal, file_appeal, reject_appeal
from services.mobility.application.published_language import application_state
from services.mobility.domain.appealing import Answer
from services.mobility.domain.application import Application
from services.mobility.entrypoints.api.appeal_models import AcceptanceIn, AppealIn, AppealOut, RejectionIn
from services.mobility.entrypoints.api.applications import as_seen, require_sight
from services.mobility.entrypoints.api.edge import MobilityEdge

router = APIRouter(tags=["appeals"])


@router.get("/applications/{application_id}/appeal", response_model=AppealOut)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(application_id: UUID, edge: MobilityEdge) -> Response:
    async def query(work: MobilityWork) -> Application:
        application = await work.applications.get(application_id)
        require_sight(application, edge)
        return await as_seen(application, work, edge)

    return await edge.read(query, AppealOut.of)


@router.post("/applications/{application_id}/appeal", response_model=published.Application)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def file(application_id: UUID, body: AppealIn, edge: MobilityEdge) -> Response:
    """Once, from the publication to the last day of the call's window."""

    async def command(work: MobilityWork) -> Application:
        require_sight(await work.applications.get(application_id), edge)
        return await file_appeal(application_id, body.reason, work, edge.now())

    return await edge.run(command, application_state)


@router.post("/applications/{application_id}/appeal/reject", response_model=published.Application)
@allowed(everything=[Role.OFFICE])
async def reject(application_id: UUID, body: RejectionIn, edge: MobilityEdge) -> Response:
    answer, version = Answer(body.answer, edge.caller.subject, edge.now()), edge.expected_version
    return await edge.run(
        lambda work: reject_appeal(application_id, answer, work, expected=version), application_state
    )


@router.post("/applications/{application_id}/appeal/accept", response_model=published.Application)
@allowed(everything=[Role.OFFICE])
async def accept(application_id: UUID, body: AcceptanceIn, edge: MobilityEdge) -> Response:
    """Re-opens this one application; nobody else's place, turn or rank changes."""
    answer, version = Answer(body.answer, edge.caller.subject, edge.now()), edge.expected_version
    correction = body.correction(answer.by, answer.at)
    return await edge.run(
        lambda work: accept_appeal(application_id, correction, answer, work, rule_book(), expected=version),
        application_state,
    )
