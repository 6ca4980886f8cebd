"""Agreements: drafted, proposed, signed, activated and ended by the office; read by whom they concern."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import PEOPLE, allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from contracts.vocabulary import AgreementStatus, Programme
from services.agreements.adapters.data_files import rulebook
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.activate_agreement import activate_agreement
from services.agreements.application.draft_agreement import draft_agreement
from services.agreements.application.edit_agreement import edit_agreement
from services.agreements.application.propose_agreement import propose_agreement
from services.agreements.application.read_agreements import list_agreements, read_agreement
from services.agreements.application.sign_agreement import sign_agreement
from services.agreements.application.terminate_agreement import terminate_agreement
from services.agreements.application.work import AgreementFilter
from services.agreements.entrypoints.api.agreement_models import (
    AgreementIn,
    AgreementOut,
    SignatureIn,
    TerminationIn,
)
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["agreements"])

OF_THE_UNIVERSITY = (*PEOPLE, Role.COORDINATOR, Role.FINANCE, Role.OPS)


@router.post("/agreements", status_code=201, response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def draft(body: AgreementIn, edge: AgreementsEdge) -> Response:
    terms = body.terms()
    return await edge.run(
        lambda work: draft_agreement(new_id(), terms, work, rulebook()), AgreementOut.of, status=201
    )


@router.get("/agreements", response_model=Page[AgreementOut])
@allowed(everything=[Role.OFFICE], university=[Role.PARTNER], in_force=OF_THE_UNIVERSITY)
async def list_all(
    edge: AgreementsEdge,
    page: Annotated[Paging, Depends(page_query)],
    programme: Annotated[Programme | None, Query()] = None,
    status: Annotated[AgreementStatus | None, Query()] = None,
    partner_id: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Newest first. The office sees all, a partner university its own, others those in force."""
    wanted = AgreementFilter(programme, status, partner_id)

    async def query(work: AgreementsWork) -> Page[AgreementOut]:
        (after,) = page.after(UUID) or (None,)
        found = await list_agreements(wanted, edge.sight, work, rulebook(), after=after, limit=page.fetch)
        return Page[AgreementOut].of(found, page, AgreementOut.of, lambda row: (row.agreement.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/agreements/{agreement_id}", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE], university=[Role.PARTNER], in_force=OF_THE_UNIVERSITY)
async def read(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    return await edge.read(
        lambda work: read_agreement(agreement_id, edge.sight, work, rulebook()), AgreementOut.of
    )


@router.put("/agreements/{agreement_id}", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def edit(agreement_id: UUID, body: AgreementIn, edge: AgreementsEdge) -> Response:
    """Needs ``If-Match``. An agreement already proposed becomes a draft again, without signatures."""
    terms, version = body.terms(), edge.require_version()
    return await edge.run(
        lambda work: edit_agreement(agreement_id, terms, version, work, rulebook()), AgreementOut.of
    )


@router.post("/agreements/{agreement_id}/propose", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def propose(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(
        lambda work: propose_agreement(agreement_id, version, work, rulebook()), AgreementOut.of
    )


@router.post("/agreements/{agreement_id}/signatures", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def sign(agreement_id: UUID, body: SignatureIn, edge: AgreementsEdge) -> Response:
    """One party's signature. The second makes the agreement ready to be activated, or its amendment count."""
    version = edge.expected_version
    return await edge.run(
        lambda work: sign_agreement(
            agreement_id, body.signature(), version, work, rulebook(), now=edge.now()
        ),
        AgreementOut.of,
    )


@router.post("/agreements/{agreement_id}/activate", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def activate(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    """Into force, and out to the partner universities' topic."""
    version = edge.expected_version
    return await edge.run(
        lambda work: activate_agreement(agreement_id, version, work, rulebook(), now=edge.now()),
        AgreementOut.of,
    )


@router.post("/agreements/{agreement_id}/terminate", response_model=AgreementOut)
@allowed(everything=[Role.OFFICE])
async def terminate(agreement_id: UUID, body: TerminationIn, edge: AgreementsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(
        lambda work: terminate_agreement(
            agreement_id, body.reason, version, work, rulebook(), now=edge.now()
        ),
        AgreementOut.of,
    )
