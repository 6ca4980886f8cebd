"""Letters as HTTP speaks of them."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.refusal import LocalizedText
from contracts.letters import Letter as PublishedLetter
from contracts.vocabulary import Direction
from services.agreements.application.published_language import letter_state
from services.agreements.application.register_letter import Writing
from services.agreements.domain.letters import Entry, Letter

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Party = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Attachments = Annotated[list[Words], Field(max_length=50)]
PlaceName = Annotated[str, StringConstraints(pattern="^[a-z_]{1,40}$")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextIn(Input):
    tr: Words
    en: Words

    def text(self) -> LocalizedText:
        return LocalizedText(tr=self.tr, en=self.en)


class ValueIn(TextIn):
    """What stands in a place of the template, in each language."""

    place: PlaceName


class LetterIn(Input):
    """A letter as it came or went. The party is the partner's name where none is written."""

    direction: Direction
    written_on: date
    subject: TextIn
    party: Party = ""
    partner_id: UUID | None = None
    agreement_id: UUID | None = None
    their_reference: Words | None = None
    attachments: Attachments = []

    def entry(self) -> Entry:
        return Entry(
            direction=self.direction,
            written_on=self.written_on,
            subject=self.subject.text(),
            party=self.party,
            partner_id=self.partner_id,
            agreement_id=self.agreement_id,
            their_reference=self.their_reference,
            attachments=tuple(self.attachments),
        )


class LetterFromTemplateIn(Input):
    """What the template cannot know. Values of the agreement and the partner's name are filled in."""

    template: Words
    written_on: date
    agreement_id: UUID | None = None
    partner_id: UUID | None = None
    party: Party = ""
    values: Annotated[list[ValueIn], Field(max_length=20)] = []
    attachments: Attachments = []

    def writing(self) -> Writing:
        return Writing(
            template=self.template,
            written_on=self.written_on,
            values={each.place: each.text() for each in self.values},
            agreement_id=self.agreement_id,
            partner_id=self.partner_id,
            party=self.party,
            attachments=self.attachments,
        )


class AnnulmentIn(Input):
    reason: Words


class LetterOut(PublishedLetter):
    """As it is published, and why it was annulled."""

    annulment_reason: str | None

    @classmethod
    def of(cls, letter: Letter) -> Self:
        return cls(**letter_state(letter).model_dump(), annulment_reason=letter.annulment_reason)
