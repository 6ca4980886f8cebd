"""The correspondence register: the office's own."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.vocabulary import Direction
from services.agreements.adapters.letter_templates import letter_templates
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.register_letter import annul_letter, register_letter, write_letter
from services.agreements.domain.letters import text_of
from services.agreements.entrypoints.api.edge import AgreementsEdge
from services.agreements.entrypoints.api.letter_models import (
    AnnulmentIn,
    LetterFromTemplateIn,
    LetterIn,
    LetterOut,
)
from services.agreements.entrypoints.letter_document import letter_document

router = APIRouter(prefix="/letters", tags=["letters"])


@router.post("", status_code=201, response_model=LetterOut)
@allowed(everything=[Role.OFFICE])
async def register(body: LetterIn, edge: AgreementsEdge) -> Response:
    """Enter a letter as it came or went; it gets the year's next number."""
    return await edge.run(lambda work: register_letter(body.entry(), work, edge.today()), LetterOut.of, 201)


@router.post("/from-template", status_code=201, response_model=LetterOut)
@allowed(everything=[Role.OFFICE])
async def write(body: LetterFromTemplateIn, edge: AgreementsEdge) -> Response:
    """Make a letter in both languages; its document is at `/letters/{id}/document`."""
    return await edge.run(
        lambda work: write_letter(body.writing(), letter_templates(), work, edge.today()), LetterOut.of, 201
    )


@router.get("", response_model=Page[LetterOut])
@allowed(everything=[Role.OFFICE])
async def list_all(
    edge: AgreementsEdge,
    page: Annotated[Paging, Depends(page_query)],
    direction: Direction | None = None,
) -> Response:
    """The newest first."""

    async def query(work: AgreementsWork) -> Page[LetterOut]:
        found = await work.letters.page(direction, page.after(int, int), page.fetch)
        return Page[LetterOut].of(found, page, LetterOut.of, lambda row: (row.year, row.number))

    return await edge.read(query, lambda answer: answer)


@router.get("/{letter_id}", response_model=LetterOut)
@allowed(everything=[Role.OFFICE])
async def read(letter_id: UUID, edge: AgreementsEdge) -> Response:
    return await edge.read(lambda work: work.letters.get(letter_id), LetterOut.of)


@router.get("/{letter_id}/document", response_class=Response)
@allowed(everything=[Role.OFFICE])
async def document(letter_id: UUID, edge: AgreementsEdge) -> Response:
    """As PDF, Turkish and English. Only of what was made here."""
    letter = await edge.look(lambda work: work.letters.get(letter_id))
    words = text_of(letter)
    made = await asyncio.to_thread(letter_document, letter, words)
    named = {"Content-Disposition": f'inline; filename="{letter.year}-{letter.number}.pdf"'}
    return Response(made, media_type="application/pdf", headers=named)


@router.post("/{letter_id}/annul", response_model=LetterOut)
@allowed(everything=[Role.OFFICE])
async def annul(letter_id: UUID, body: AnnulmentIn, edge: AgreementsEdge) -> Response:
    """Needs ``If-Match``. The number stays taken."""
    version = edge.require_version()
    return await edge.run(lambda work: annul_letter(letter_id, body.reason, version, work), LetterOut.of)
