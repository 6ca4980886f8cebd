"""Learning agreements: proposed and signed by those who go, signed and decided upon by who sends them."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from chassis.http.paging import Page
from chassis.identity.access import PEOPLE, Sight, allowed
from chassis.identity.caller import Role
from contracts import stays as published
from contracts.vocabulary import Direction, LearningParty
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.learning_agreement import (
    propose_courses,
    recognise_course,
    record_transcript,
    sign_courses,
)
from services.mobility.application.published_language import learning_agreement_state
from services.mobility.domain.learning_agreement import (
    LearningAgreement,
    NoSuchLearningAgreement,
    institutions,
    require_may_sign,
)
from services.mobility.domain.missing import NoSuchMobility
from services.mobility.entrypoints.api.edge import MobilityEdge, PageQuery
from services.mobility.entrypoints.api.learning_models import (
    CoursesIn,
    LearningAgreementOut,
    RecognitionIn,
    SignatureIn,
    TranscriptIn,
)

router = APIRouter(tags=["learning agreements"])


@router.post("/mobilities/{mobility_id}/learning-agreement", response_model=published.LearningAgreement)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def propose(mobility_id: UUID, body: CoursesIn, edge: MobilityEdge) -> Response:
    """Tables A and B as they are to be. What changes of an agreed version needs a reason for table C."""
    version = edge.expected_version

    async def command(work: MobilityWork) -> LearningAgreement:
        stay = await work.mobilities.get(mobility_id)
        edge.sight.require(NoSuchMobility(), person_id=stay.person_id, faculty=stay.faculty)
        return await propose_courses(mobility_id, body.proposal(), work, rule_book(), expected=version)

    return await edge.run(command, learning_agreement_state)


@router.get("/learning-agreements", response_model=Page[published.LearningAgreement])
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def list_all(
    edge: MobilityEdge, page: PageQuery, person_id: Annotated[UUID | None, Query()] = None
) -> Response:
    async def query(work: MobilityWork) -> Page[published.LearningAgreement]:
        (after,) = page.after(UUID) or (None,)
        found = await work.learning_agreements.page(edge.sight, person_id, after, page.fetch)
        return Page[published.LearningAgreement].of(
            found, page, learning_agreement_state, lambda row: (row.id,)
        )

    return await edge.read(query, lambda answer: answer)


@router.get("/learning-agreements/{learning_agreement_id}", response_model=LearningAgreementOut)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], own=PEOPLE)
async def read(learning_agreement_id: UUID, edge: MobilityEdge) -> Response:
    """Also with the reasons for which a course was not recognised."""
    return await edge.read(
        lambda work: _permitted(learning_agreement_id, work, edge), LearningAgreementOut.of
    )


@router.post(
    "/learning-agreements/{learning_agreement_id}/signatures", response_model=published.LearningAgreement
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR], university=[Role.PARTNER], own=PEOPLE)
async def sign(learning_agreement_id: UUID, body: SignatureIn, edge: MobilityEdge) -> Response:
    """Everybody for their own side: the student, our coordinator, the partner university's user.

    The office also enters what came on paper.
    """
    signature, version = body.signature(edge.today()), edge.expected_version

    async def command(work: MobilityWork) -> LearningAgreement:
        agreement = await _permitted(learning_agreement_id, work, edge)
        stay = await work.mobilities.get(learning_agreement_id)
        require_may_sign(signature.party, _parties(edge.sight, agreement, stay.direction))
        return await sign_courses(learning_agreement_id, signature, work, expected=version)

    return await edge.run(command, learning_agreement_state)


@router.post(
    "/learning-agreements/{learning_agreement_id}/transcript", response_model=published.LearningAgreement
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def enter_transcript(learning_agreement_id: UUID, body: TranscriptIn, edge: MobilityEdge) -> Response:
    """The transcript of records; a corrected one replaces it."""
    day, version = body.received_on or edge.today(), edge.expected_version
    return await _change(
        learning_agreement_id,
        edge,
        lambda work: record_transcript(learning_agreement_id, body.rows(), day, work, expected=version),
    )


@router.post(
    "/learning-agreements/{learning_agreement_id}/recognitions", response_model=published.LearningAgreement
)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def recognise(learning_agreement_id: UUID, body: RecognitionIn, edge: MobilityEdge) -> Response:
    """One passed course: what it counts as at home, or why it does not."""
    version = edge.expected_version
    return await _change(
        learning_agreement_id,
        edge,
        lambda work: recognise_course(
            learning_agreement_id, body.decision(), edge.today(), work, expected=version
        ),
    )


def _parties(sight: Sight, agreement: LearningAgreement, direction: Direction) -> frozenset[LearningParty]:
    """For whom the caller may sign. Who goes never signs for an institution too."""
    if sight.everything:
        return frozenset(LearningParty)
    ours, partners = institutions(direction)
    if sight.sees(person_id=agreement.person_id):
        return frozenset({LearningParty.STUDENT})
    if sight.sees(faculty=agreement.faculty):
        return frozenset({ours})
    return frozenset({partners})


async def _change(
    learning_agreement_id: UUID,
    edge: MobilityEdge,
    change: Callable[[MobilityWork], Awaitable[LearningAgreement]],
) -> Response:
    async def command(work: MobilityWork) -> LearningAgreement:
        await _permitted(learning_agreement_id, work, edge)
        return await change(work)

    return await edge.run(command, learning_agreement_state)


async def _permitted(
    learning_agreement_id: UUID, work: MobilityWork, edge: MobilityEdge
) -> LearningAgreement:
    agreement = await work.learning_agreements.get(learning_agreement_id)
    edge.sight.require(
        NoSuchLearningAgreement(),
        person_id=agreement.person_id,
        faculty=agreement.faculty,
        partner_id=agreement.partner_id,
    )
    return agreement
