"""What comes in and goes out about applications."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.ids import new_id
from contracts.event import Text
from contracts.vocabulary import EqfLevel
from services.mobility.application.submit_application import SubmitApplication
from services.mobility.domain.application import (
    Application,
    CgpaBasis,
    Claim,
    Record,
    Verification,
)
from services.mobility.entrypoints.api.inputs import Country, Day, Grade, Input, Line

RuleCode = Annotated[str, Field(min_length=1, max_length=10, examples=["B2"])]


class PreferenceIn(Input):
    agreement_id: UUID
    condition_id: UUID


class ClaimIn(Input):
    """The document exists; somebody will look at it. The document itself is not uploaded."""

    rule: RuleCode
    evidence: Line


class ApplicationIn(Input):
    call_id: UUID
    person_id: UUID
    cgpa: Grade
    cgpa_scale: int = Field(examples=[4, 100])
    cgpa_basis: CgpaBasis = Field(default=CgpaBasis.TRANSCRIPT, description="E1–E5: what the CGPA stands in")
    language_score: Grade | None = Field(default=None, description="Of 100, where the call looks at it")
    eqf_level: EqfLevel
    isced_code: str = Field(pattern=r"^[0-9]{4}$", description="Detailed ISCED-F 2013 field")
    citizen_of: Country | Annotated[list[Country], Field(max_length=10)] | None = None
    earlier_mobilities: int = Field(default=0, ge=0, le=50, description="In this cycle of study")
    earlier_days: int = Field(default=0, ge=0, le=5000, description="In this cycle of study")
    ects_per_semester: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)] | None = None
    home_ects_per_semester: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)] | None = (
        None
    )
    semester: int | None = Field(default=None, ge=0, le=40, description="The one in study; 0 is preparatory")
    earlier_in_programme: int = Field(default=0, ge=0, le=50, description="Stays with it at this level")
    graduated_on: Day | None = None
    preferences: Annotated[list[PreferenceIn], Field(min_length=1, max_length=20)]
    claims: Annotated[tuple[ClaimIn, ...], Field(max_length=10)] = ()

    def command(self) -> SubmitApplication:
        return SubmitApplication(
            application_id=new_id(),
            call_id=self.call_id,
            person_id=self.person_id,
            eqf_level=self.eqf_level,
            isced_code=self.isced_code,
            record=self._record(),
            wishes=[(one.agreement_id, one.condition_id) for one in self.preferences],
            claims=tuple(Claim(one.rule, one.evidence) for one in self.claims),
        )

    def _record(self) -> Record:
        countries = [self.citizen_of] if isinstance(self.citizen_of, str) else self.citizen_of
        return Record(
            cgpa=self.cgpa,
            cgpa_scale=self.cgpa_scale,
            language_score=self.language_score,
            cgpa_basis=self.cgpa_basis,
            citizen_of=tuple(countries or ()),
            earlier_mobilities=self.earlier_mobilities,
            earlier_days=self.earlier_days,
            ects_per_semester=self.ects_per_semester,
            graduated_on=self.graduated_on,
            semester=self.semester,
            home_ects_per_semester=self.home_ects_per_semester,
            earlier_in_programme=self.earlier_in_programme,
        )


class VerificationIn(Input):
    rule: RuleCode
    accepted: bool
    evidence: Line = Field(description="What was seen: number and date of the document, not its content")
    times: int = Field(default=1, ge=1, le=20, description="For a penalty that counts each time (M3)")

    def verification(self, verified_by: str, at: datetime) -> Verification:
        return Verification(self.rule, self.accepted, self.evidence, verified_by, at, self.times)


class FullScoreLine(BaseModel):
    rule: str
    label: Text
    points: Decimal
    evidence: str
    verified_by: str
    special_category: bool
    note: str = Field(description="The verifier's own words")


class ClaimOut(BaseModel):
    rule: str
    evidence: str
    accepted: bool | None = Field(description="null while nobody has seen the document")


class ScoreOut(BaseModel):
    """Every line with its rule by name, for the applicant and the office only."""

    id: UUID
    version: int
    score: Decimal | None
    rank: int | None
    lines: list[FullScoreLine]
    claims: list[ClaimOut]

    @classmethod
    def of(cls, application: Application) -> "ScoreOut":
        decided = {one.rule: one.accepted for one in application.verifications}
        return cls(
            id=application.id,
            version=application.version,
            score=application.score,
            rank=application.rank,
            lines=[
                FullScoreLine.model_validate(line, from_attributes=True) for line in application.score_lines
            ],
            claims=[
                ClaimOut(rule=one.rule, evidence=one.evidence, accepted=decided.get(one.rule))
                for one in application.claims
            ],
        )
