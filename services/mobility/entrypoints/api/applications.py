"""Applications: a student's own, or anybody's by the office; verified by those who saw the documents."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import NotYours, Role
from contracts import mobility as published
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.published_language import application_state
from services.mobility.application.submit_application import submit_application
from services.mobility.application.verify_claim import verify_claim
from services.mobility.application.withdraw import withdraw_application
from services.mobility.domain.application import Application, as_applicants_see
from services.mobility.domain.missing import NoSuchApplication
from services.mobility.entrypoints.api.application_models import ApplicationIn, ScoreOut, VerificationIn
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery

router = APIRouter(tags=["applications"])


@router.post("/applications", status_code=201, response_model=published.Application)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def submit(body: ApplicationIn, edge: MobilityEdge) -> Response:
    """Who is not eligible gets 201 too: status ``ineligible``, with every rule that says so."""
    edge.sight.require(NotYours(), person_id=body.person_id)
    return await edge.run(
        lambda work: submit_application(body.command(), work, rule_book(), edge.now()), application_state, 201
    )


@router.get("/applications", response_model=Page[published.Application])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge,
    page: PageQuery,
    call_id: Annotated[UUID | None, Query()] = None,
    person_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """The office sees all, a coordinator the faculty's, a student their own."""

    async def query(work: MobilityWork) -> Page[published.Application]:
        (after,) = page.after(UUID) or (None,)
        read = await work.applications.page(edge.sight, call_id, person_id, after, page.fetch)
        found = [await as_seen(each, work, edge) for each in read]
        return Page[published.Application].of(found, page, application_state, lambda row: (row.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/applications/{application_id}", response_model=published.Application)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(application_id: UUID, edge: MobilityEdge) -> Response:
    async def query(work: MobilityWork) -> Application:
        application = await work.applications.get(application_id)
        require_sight(application, edge)
        return await as_seen(application, work, edge)

    return await edge.read(query, application_state)


@router.get("/applications/{application_id}/score", response_model=ScoreOut)
@allowed(everything=[Role.OFFICE], own=PEOPLE)
async def read_score(application_id: UUID, edge: MobilityEdge) -> Response:
    """Every line by its own rule, special-category ones too: for the applicant and the office."""

    async def query(work: MobilityWork) -> Application:
        application = await work.applications.get(application_id)
        require_sight(application, edge)
        return await as_seen(application, work, edge)

    return await edge.read(query, ScoreOut.of)


@router.post(
    "/applications/{application_id}/verifications", status_code=201, response_model=published.Application
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def verify(application_id: UUID, body: VerificationIn, edge: MobilityEdge) -> Response:
    """A claimed bonus seen or refused, or a penalty established. Special-category facts: the office only."""
    version, by_office = edge.expected_version, edge.caller.has(Role.OFFICE)
    verification = body.verification(edge.caller.subject, edge.now())

    async def command(work: MobilityWork) -> Application:
        application = await work.applications.get(application_id)
        require_sight(application, edge)
        return await verify_claim(
            application_id, verification, work, rule_book(), by_office=by_office, expected=version
        )

    return await edge.run(command, application_state, 201)


@router.post("/applications/{application_id}/withdraw", response_model=published.Application)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def withdraw(application_id: UUID, edge: MobilityEdge) -> Response:
    """With everything that hangs on it; a place that comes free goes to the reserve."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> Application:
        application = await work.applications.get(application_id)
        require_sight(application, edge)
        gone = await withdraw_application(application_id, work, edge.today(), expected=version)
        return await as_seen(gone, work, edge)

    return await edge.run(command, application_state)


async def as_seen(application: Application, work: MobilityWork, edge: MobilityEdge) -> Application:
    """Whoever ranks sees all of it; applicants have a few applications, each of another call."""
    if edge.sight.sees(faculty=application.faculty):
        return application
    return as_applicants_see(application, await work.calls.get(application.call_id))


def require_sight(application: Application, edge: MobilityEdge) -> None:
    edge.sight.require(NoSuchApplication(), person_id=application.person_id, faculty=application.faculty)
