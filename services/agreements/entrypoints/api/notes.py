"""The office's notes on partners: read by it and by coordinators, and in no event."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from chassis.http.paging import Page, Paging, page_query
from chassis.identity.access import allowed
from chassis.identity.caller import Role
from chassis.ids import new_id
from services.agreements.adapters.work import AgreementsWork
from services.agreements.application.keep_notes import read_notes, write_note
from services.agreements.domain.notes import Note
from services.agreements.entrypoints.api.edge import AgreementsEdge

router = APIRouter(tags=["notes"])


class NoteIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class NoteWritten(BaseModel):
    """Without its words, for answers are kept."""

    id: UUID
    partner_id: UUID
    written_at: datetime

    @classmethod
    def of(cls, note: Note) -> Self:
        return cls(id=note.id, partner_id=note.partner_id, written_at=note.written_at)


class NoteForgotten(BaseModel):
    partner_id: UUID


class NoteOut(BaseModel):
    """`author`: as the identity provider calls them."""

    id: UUID
    author: str
    written_at: datetime
    text: str

    @classmethod
    def of(cls, note: Note) -> Self:
        return cls(id=note.id, author=note.author, written_at=note.written_at, text=note.text)


@router.get("/partners/{partner_id}/notes", response_model=Page[NoteOut])
@allowed(everything=[Role.OFFICE, Role.COORDINATOR])
async def read(
    partner_id: UUID, edge: AgreementsEdge, page: Annotated[Paging, Depends(page_query)]
) -> Response:
    """The newest first."""

    async def query(work: AgreementsWork) -> Page[NoteOut]:
        (before,) = page.after(UUID) or (None,)
        found = await read_notes(partner_id, before, page.fetch, work)
        return Page[NoteOut].of(found, page, NoteOut.of, lambda note: (note.id,))

    return await edge.read(query, lambda answer: answer)


@router.post("/partners/{partner_id}/notes", status_code=201, response_model=NoteWritten)
@allowed(everything=[Role.OFFICE])
async def write(partner_id: UUID, body: NoteIn, edge: AgreementsEdge) -> Response:
    note = Note(new_id(), partner_id, edge.caller.subject, edge.now(), body.text)
    return await edge.run(lambda work: write_note(note, work), NoteWritten.of, status=201)


@router.post("/notes/{note_id}/forget", response_model=NoteForgotten)
@allowed(everything=[Role.OFFICE])
async def forget(note_id: UUID, edge: AgreementsEdge) -> Response:
    """At once and for good."""
    return await edge.run(
        lambda work: work.notes.forget(note_id), lambda partner_id: NoteForgotten(partner_id=partner_id)
    )
