"""What callers send and read of opportunities and interests. Shapes only: the rules refuse in the domain."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from chassis.refusal import LocalizedText
from contracts.vocabulary import EqfLevel, OpportunityKind, OpportunityStatus
from services.events.application.state_interest import StateInterest
from services.events.domain.interest import Interest
from services.events.domain.opportunity import Offer, Opportunity
from services.events.entrypoints.api.announcement_models import Body, Moment
from services.events.entrypoints.api.models import Input, Title, TitleOut, Words

MANY = 50

Language = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]
Faculty = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9-]{0,59}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+$", max_length=500)]


class OpportunityIn(Input):
    kind: OpportunityKind
    title: Title
    body: Body
    source: Words = Field(description="Who offers it")
    url: Address | None = None
    deadline: Moment
    faculties: tuple[Faculty, ...] = Field(default=(), max_length=MANY, description="Codes; none is all")
    eqf_levels: tuple[EqfLevel, ...] = Field(default=(), max_length=MANY, description="None is all")
    languages: tuple[Language, ...] = Field(
        default=(), max_length=MANY, description="ISO 639-1, one of them is enough; none is all"
    )

    def offer(self) -> Offer:
        return Offer(
            kind=self.kind,
            title=LocalizedText(tr=self.title.tr, en=self.title.en),
            body=LocalizedText(tr=self.body.tr, en=self.body.en),
            source=self.source,
            deadline=self.deadline,
            url=self.url,
            faculties=frozenset(self.faculties),
            eqf_levels=frozenset(self.eqf_levels),
            languages=frozenset(self.languages),
        )


class OpportunityOut(BaseModel):
    id: UUID
    version: int
    kind: OpportunityKind
    title: TitleOut
    body: TitleOut
    source: str
    url: str | None
    deadline: datetime
    faculties: list[str]
    eqf_levels: list[EqfLevel]
    languages: list[str]
    status: OpportunityStatus

    @classmethod
    def of(cls, opportunity: Opportunity) -> Self:
        offer = opportunity.offer
        return cls(
            id=opportunity.id,
            version=opportunity.version,
            kind=offer.kind,
            title=TitleOut.model_validate(offer.title),
            body=TitleOut.model_validate(offer.body),
            source=offer.source,
            url=offer.url,
            deadline=offer.deadline,
            faculties=sorted(offer.faculties),
            eqf_levels=sorted(offer.eqf_levels),
            languages=sorted(offer.languages),
            status=opportunity.status,
        )


class InterestIn(Input):
    person_id: UUID
    kinds: tuple[OpportunityKind, ...] = Field(max_length=MANY)
    languages: tuple[Language, ...] = Field(default=(), max_length=MANY, description="ISO 639-1")
    mail_kinds: tuple[OpportunityKind, ...] = Field(
        default=(), max_length=MANY, description="Of these also by mail: the person's consent"
    )

    def command(self) -> StateInterest:
        return StateInterest(
            self.person_id, frozenset(self.kinds), frozenset(self.languages), frozenset(self.mail_kinds)
        )


class InterestOut(BaseModel):
    id: UUID
    version: int
    person_id: UUID
    kinds: list[OpportunityKind]
    languages: list[str]
    mail_kinds: list[OpportunityKind]

    @classmethod
    def of(cls, interest: Interest) -> Self:
        return cls(
            id=interest.id,
            version=interest.version,
            person_id=interest.person_id,
            kinds=sorted(interest.kinds),
            languages=sorted(interest.languages),
            mail_kinds=sorted(interest.mail_kinds),
        )
