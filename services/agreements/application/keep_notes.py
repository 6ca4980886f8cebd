"""Notes on partners: written and forgotten by the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.agreements.application.standing import standing_partner
from services.agreements.application.work import Work
from services.agreements.domain.notes import Note


async def write_note(note: Note, work: Work) -> Note:
    """On the partner, or on the one that it was merged into. Raises: PartnerUnknown."""
    partner = await standing_partner(note.partner_id, work)
    written = replace(note, partner_id=partner.id)
    await work.notes.add(written)
    return written


async def read_notes(partner_id: UUID, before: UUID | None, limit: int, work: Work) -> Sequence[Note]:
    """The newest first. Raises: PartnerUnknown."""
    partner = await standing_partner(partner_id, work, hold=False)
    return await work.notes.of(partner.id, before, limit)
