"""What the office remembers of a partner, in its own words; only added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.refusal import NotFound


class NoSuchNote(NotFound):
    code = "note-not-found"
    tr, en = "Böyle bir not yok.", "There is no such note."
    next_tr, next_en = (
        "Silinmiş olabilir; notları yeniden okuyun.",
        "It may have been forgotten; read the notes again.",
    )


@dataclass(frozen=True, slots=True)
class Note:
    """``author``: the identity provider's name for who wrote it."""

    id: UUID
    partner_id: UUID
    author: str
    written_at: datetime
    text: str
