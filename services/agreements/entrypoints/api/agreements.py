"""Agreements: drafted, proposed, signed, activated and ended by the office; read by whom they concern."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from chassis.http.paging import Page, Paging, page_query
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


@router.post("/agreements", status_code=201, response_model=AgreementOut)
async def draft(body: AgreementIn, edge: AgreementsEdge) -> Response:
    edge.caller.require(Role.OFFICE)
    terms = body.terms()
    return await edge.run(
        lambda work: draft_agreement(new_id(), terms, work, rulebook()), AgreementOut.of, status=201
    )


@router.get("/agreements", response_model=Page[AgreementOut])
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
        found = await list_agreements(wanted, edge.caller, work, rulebook(), after=after, limit=page.fetch)
        return Page[AgreementOut].of(found, page, AgreementOut.of, lambda row: (row.agreement.id,))

    return await edge.read(query, lambda answer: answer)


@router.get("/agreements/{agreement_id}", response_model=AgreementOut)
async def read(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    return await edge.read(
        lambda work: read_agreement(agreement_id, edge.caller, work, rulebook()), AgreementOut.of
    )


@router.put("/agreements/{agreement_id}", response_model=AgreementOut)
async def edit(agreement_id: UUID, body: AgreementIn, edge: AgreementsEdge) -> Response:
    """Needs ``If-Match``. An agreement already proposed becomes a draft again, without signatures."""
    edge.caller.require(Role.OFFICE)
    terms, version = body.terms(), edge.require_version()
    return await edge.run(
        lambda work: edit_agreement(agreement_id, terms, version, work, rulebook()), AgreementOut.of
    )


@router.post("/agreements/{agreement_id}/propose", response_model=AgreementOut)
async def propose(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    edge.caller.require(Role.OFFICE)
    version = edge.expected_version
    return await edge.run(
        lambda work: propose_agreement(agreement_id, version, work, rulebook()), AgreementOut.of
    )


@router.post("/agreements/{agreement_id}/signatures", response_model=AgreementOut)
async def sign(agreement_id: UUID, body: SignatureIn, edge: AgreementsEdge) -> Response:
    """One party's signature. The second one makes the agreement ready to be activated."""
    edge.caller.require(Role.OFFICE)
    version = edge.expected_version
    return await edge.run(
        lambda work: sign_agreement(agreement_id, body.signature(), version, work, rulebook()),
        AgreementOut.of,
    )


@router.post("/agreements/{agreement_id}/activate", response_model=AgreementOut)
async def activate(agreement_id: UUID, edge: AgreementsEdge) -> Response:
    """Into force, and out to the partner universities' topic."""
    edge.caller.require(Role.OFFICE)
    version = edge.expected_version
    return await edge.run(
        lambda work: activate_agreement(agreement_id, version, work, rulebook(), now=edge.now()),
        AgreementOut.of,
    )


@router.post("/agreements/{agreement_id}/terminate", response_model=AgreementOut)
async def terminate(agreement_id: UUID, body: TerminationIn, edge: AgreementsEdge) -> Response:
    edge.caller.require(Role.OFFICE)
    version = edge.expected_version
    return await edge.run(
        lambda work: terminate_agreement(
            agreement_id, body.reason, version, work, rulebook(), now=edge.now()
        ),
        AgreementOut.of,
    )
