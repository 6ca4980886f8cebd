"""Notes on partners; their words are sealed, for they may name people."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.resealing import SealedColumn
from services.agreements.adapters.tables import PARTNER_NOTE
from services.agreements.domain.notes import NoSuchNote, Note

WORDS = SealedColumn(PARTNER_NOTE, "id", "words")
C = PARTNER_NOTE.c


class PostgresNotes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, partner_id: UUID, before: UUID | None, limit: int) -> Sequence[Note]:
        """The newest first."""
        found = select(PARTNER_NOTE).where(C.partner_id == partner_id).order_by(C.id.desc()).limit(limit)
        if before is not None:
            found = found.where(C.id < before)
        return [_note(row) for row in (await self._connection.execute(found)).mappings()]

    async def add(self, note: Note) -> None:
        row = {
            "id": note.id,
            "partner_id": note.partner_id,
            "author": note.author,
            "written_at": note.written_at,
            "words": WORDS.seal(note.id, note.text),
        }
        await self._connection.execute(insert(PARTNER_NOTE).values(row))

    async def move(self, from_id: UUID, to_id: UUID) -> None:
        """All of one partner to another, into which it is merged."""
        moved = update(PARTNER_NOTE).where(C.partner_id == from_id).values(partner_id=to_id)
        await self._connection.execute(moved)

    async def forget(self, note_id: UUID) -> UUID:
        """Whose it was. Raises: NoSuchNote."""
        gone = delete(PARTNER_NOTE).where(C.id == note_id).returning(C.partner_id)
        partner_id: UUID | None = (await self._connection.execute(gone)).scalar_one_or_none()
        if partner_id is None:
            raise NoSuchNote
        return partner_id


def _note(row: RowMapping) -> Note:
    words = WORDS.open(row["id"], row["words"])
    return Note(row["id"], row["partner_id"], row["author"], row["written_at"], words or "")
