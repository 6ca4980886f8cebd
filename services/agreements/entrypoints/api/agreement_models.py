"""Agreements as HTTP speaks of them. Only shapes and bounds stand here; rules refuse in ``domain/``."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chassis.http.problems import Localized
from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts.agreements import (
    AgreementAmendment,
    AgreementContent,
    AgreementNotice,
    AgreementParticulars,
    CooperationCondition,
    Signature,
)
from contracts.event import AcademicYear as WrittenYear
from contracts.vocabulary import (
    ActivityKind,
    AgreementEnd,
    AgreementKind,
    AgreementStatus,
    Direction,
    EqfLevel,
    LanguageLevel,
    Programme,
    Signatory,
)
from services.agreements.application.described import Described
from services.agreements.application.published_language import agreement_state
from services.agreements.domain.academic_year import AcademicYear
from services.agreements.domain.advice import Advice
from services.agreements.domain.conditions import Condition
from services.agreements.domain.content import Signature as SignatureGiven
from services.agreements.domain.kinds import NO_PARTICULARS, Particulars
from services.agreements.domain.partners import Partner
from services.agreements.domain.terms import Terms

INTEGER_MAX = 2**31 - 1

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ConditionIn(BaseModel):
    """Who may go where, to do what; students' stays in months, staff's and blended ones in days."""

    model_config = ConfigDict(extra="forbid")

    direction: Direction
    kind: ActivityKind
    isced_codes: Annotated[list[Annotated[str, Field(max_length=10)]], Field(max_length=50)]
    eqf_levels: Annotated[list[EqfLevel], Field(max_length=4)] = []
    places_per_year: Annotated[int, Field(ge=-INTEGER_MAX, le=INTEGER_MAX)]
    months_per_place: Annotated[Decimal, Field(max_digits=5, decimal_places=2)] | None = None
    days_per_place: Annotated[int, Field(ge=-INTEGER_MAX, le=INTEGER_MAX)] | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2}$", description="ISO 639-1")] | None = None
    language_level: LanguageLevel | None = None
    blended: bool = False

    def condition(self) -> Condition:
        given = self.model_dump(exclude={"isced_codes", "eqf_levels"})
        codes, levels = dict.fromkeys(self.isced_codes), dict.fromkeys(self.eqf_levels)
        return Condition(id=new_id(), isced_codes=tuple(codes), eqf_levels=tuple(levels), **given)


class WordsIn(BaseModel):
    """In the two languages of the office."""

    model_config = ConfigDict(extra="forbid")

    tr: Sentence
    en: Sentence

    def text(self) -> LocalizedText:
        return LocalizedText(tr=self.tr, en=self.en)


class ParticularsIn(BaseModel):
    """What an agreement says beside its conditions, where its kind asks for it."""

    model_config = ConfigDict(extra="forbid")

    purpose: WordsIn | None = None
    degree: WordsIn | None = None
    units: Annotated[list[Sentence], Field(max_length=30)] | None = None

    def particulars(self) -> Particulars:
        return Particulars(
            purpose=self.purpose.text() if self.purpose else None,
            degree=self.degree.text() if self.degree else None,
            units=tuple(dict.fromkeys(self.units or ())),
        )


class AgreementIn(BaseModel):
    """The content of an agreement, for drafting and for editing."""

    model_config = ConfigDict(extra="forbid")

    reference: Annotated[str, Field(max_length=100, description="The office's own number, unique")]
    programme: Programme
    kind: AgreementKind | None = Field(default=None, description="The programme's usual one if left out")
    particulars: ParticularsIn | None = None
    partner_id: UUID
    first_year: WrittenYear
    last_year: WrittenYear
    conditions: Annotated[list[ConditionIn], Field(max_length=100)] = []

    def terms(self) -> Terms:
        """Raises: AcademicYearMalformed."""
        return Terms(
            reference=self.reference.strip(),
            programme=self.programme,
            partner_id=self.partner_id,
            first_year=AcademicYear.parse(self.first_year, "first_year"),
            last_year=AcademicYear.parse(self.last_year, "last_year"),
            conditions=tuple(condition.condition() for condition in self.conditions),
            kind=self.kind,
            particulars=self.particulars.particulars() if self.particulars else NO_PARTICULARS,
        )


class SignatureIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    party: Signatory
    signed_on: date
    content_hash: (
        Annotated[
            str, Field(pattern="^[0-9a-f]{64}$", description="Of what the party signed; refused if not this")
        ]
        | None
    ) = None

    def signature(self) -> SignatureGiven:
        return SignatureGiven(self.party, self.signed_on, self.content_hash)


class AmendmentIn(BaseModel):
    """The whole new conditions, and the academic year from which they count."""

    model_config = ConfigDict(extra="forbid")

    counts_from: WrittenYear
    conditions: Annotated[list[ConditionIn], Field(max_length=100)]


class NoticeIn(BaseModel):
    """Who ends it, on which day they said so, and why."""

    model_config = ConfigDict(extra="forbid")

    by: Signatory
    given_on: date
    reason: Annotated[str, Field(max_length=1000)]


class RenewalIn(BaseModel):
    """Until when the agreement that follows is to last."""

    model_config = ConfigDict(extra="forbid")

    last_year: WrittenYear


class TerminationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=1000)]


class PartnerOfAgreement(BaseModel):
    id: UUID
    name: str
    country: str
    erasmus_code: str | None

    @classmethod
    def of(cls, partner: Partner) -> Self:
        facts = partner.facts
        return cls(id=partner.id, name=facts.name, country=facts.country, erasmus_code=facts.erasmus_code)


class AdviceOut(BaseModel):
    """Something to know; nothing was refused for it."""

    code: str
    message: Localized
    field: str | None

    @classmethod
    def of(cls, advice: Advice) -> Self:
        return cls(code=advice.code, message=Localized.of(advice.message), field=advice.field)


class AgreementOut(BaseModel):
    id: UUID
    version: int
    reference: str
    programme: Programme
    kind: AgreementKind | None
    particulars: AgreementParticulars | None
    partner_id: UUID
    partner: PartnerOfAgreement
    status: AgreementStatus
    first_year: WrittenYear
    last_year: WrittenYear
    conditions: tuple[CooperationCondition, ...]
    signatures: tuple[Signature, ...]
    signed_on: date | None
    imported: bool
    content_hash: str | None
    amended_from: WrittenYear | None
    ends_on: date | None
    notice: AgreementNotice | None
    ended_by: AgreementEnd | None
    amendment: AgreementAmendment | None
    earlier: tuple[AgreementContent, ...]
    renews: UUID | None
    expiring_since: date | None
    warnings: list[AdviceOut]

    @classmethod
    def of(cls, described: Described) -> Self:
        return cls(
            **agreement_state(described.agreement).model_dump(),
            partner=PartnerOfAgreement.of(described.partner),
            warnings=[AdviceOut.of(advice) for advice in described.advice],
        )
