"""The correspondence register: what came in and went out. A letter's text stays in the register."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, State, Text
from contracts.vocabulary import Direction


class Letter(State):
    """One entry. ``year`` and ``number`` are the office's own; numbers of a year have no gaps."""

    year: int
    number: int = Field(ge=1)
    direction: Direction
    written_on: date = Field(description="The date on the letter")
    subject: Text
    party: str = Field(description="The institution it came from or goes to")
    partner_id: UUID | None = None
    agreement_id: UUID | None = None
    their_reference: str | None = Field(default=None, description="The other side's own number")
    attachments: tuple[str, ...] = Field(default=(), description="What came with it, by name or number")
    template: str | None = Field(default=None, description="Which of the office's templates it was made from")
    annulled: bool = False


class LetterEvent(Event):
    TOPIC = topics.LETTER
    state: Letter


class LetterRegistered(LetterEvent):
    TYPE = "kervan.agreements.letter-registered.v1"


class LetterAnnulled(LetterEvent):
    """It does not count; its number stays taken."""

    TYPE = "kervan.agreements.letter-annulled.v1"


class LetterReassigned(LetterEvent):
    """Its partner's record was merged into another; the letter is as it was."""

    TYPE = "kervan.agreements.letter-reassigned.v1"


class LetterRepublished(LetterEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.agreements.letter-republished.v1"
