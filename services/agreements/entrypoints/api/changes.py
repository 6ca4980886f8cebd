"""Agreements in force: amended, ended by notice, renewed."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from chassis.identity.access import allowed
from chassis.identity.caller import Role
from services.agreements.adapters.data_files import rulebook
from services.agreements.application.amend_agreement import amend_agreement, take_amendment_back
from services.agreements.application.end_agreement import note_notice
from services.agreements.application.renew_agreement import renew_agreement
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.entrypoints.api.agreement_models import (
    AgreementOut,
    AmendmentIn,
    NoticeIn,
    RenewalIn,
)
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["agreements"])


@router.put("/agreements/{agreement_id}/amendment", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def amend(agreement_id: UUID, body: AmendmentIn, edge: AgreementsEdge) -> Response:
    """Needs ``If-Match``. What both signed counts until both sign this; one that waits is replaced."""
    version, year = edge.require_version(), AcademicYear.parse(body.counts_from, "counts_from")
    conditions = [condition.condition() for condition in body.conditions]
    return await edge.run(
        lambda work: amend_agreement(
            agreement_id,
            year,
            conditions,
            work,
            rulebook(),
            expected_version=version,
            today=edge.today(),
        ),
        AgreementOut.of,
    )


@router.post("/agreements/{agreement_id}/amendment/withdraw", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def withdraw(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(
        lambda work: take_amendment_back(agreement_id, version, work, rulebook()), AgreementOut.of
    )


@router.post("/agreements/{agreement_id}/notice", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def notice(agreement_id: UUID, body: NoticeIn, edge: AgreementsEdge) -> Response:
    """It stays in force for at least one more academic year; ``ends_on`` tells until when."""
    version = edge.expected_version
    return await edge.run(
        lambda work: note_notice(
            agreement_id,
            body.by,
            body.given_on,
            work,
            rulebook(),
            reason=body.reason,
            expected_version=version,
            today=edge.today(),
        ),
        AgreementOut.of,
    )


@router.post("/agreements/{agreement_id}/renewal", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def renew(agreement_id: UUID, body: RenewalIn, edge: AgreementsEdge) -> Response:
    """The draft that follows it; asked again, the same one."""
    last_year = AcademicYear.parse(body.last_year, "last_year")
    return await edge.run(
        lambda work: renew_agreement(agreement_id, last_year, work, rulebook()), AgreementOut.of
    )
