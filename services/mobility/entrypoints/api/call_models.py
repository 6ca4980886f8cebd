"""What comes in and goes out about calls."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts import mobility as published
from contracts.vocabulary import ActivityKind, CallStatus, Programme
from services.mobility.adapters.rankings import RankingLine
from services.mobility.domain.call import Call, CallSettings, TieBreak
from services.mobility.domain.own_rules import OwnRules
from services.mobility.domain.programme_rules import RankingUnit
from services.mobility.entrypoints.api.inputs import AcademicYear, Day, Input, Line, TextIn

Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=4, decimal_places=3)]


class OwnRulesIn(Input):
    """Figures that no table gives: the institution decides them, all of them, in one decision."""

    model_config = ConfigDict(from_attributes=True)

    cgpa_weight: Share
    language_weight: Share
    minimum_cgpa: Annotated[
        Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=3, description="Of 100")
    ]
    min_days: int = Field(ge=1, le=2000)
    max_days: int = Field(ge=1, le=2000)


class Settings(Input):
    """What the rules leave to the institution, and what it decides where they are silent."""

    model_config = ConfigDict(from_attributes=True)

    minimum_language_score: Annotated[
        Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=3, description="E14; 0 asks for none")
    ] = Decimal(0)
    tie_break: Annotated[
        tuple[TieBreak, ...],
        Field(max_length=2, description="Between equal scores; then the earlier application"),
    ] = (TieBreak.LANGUAGE_SCORE, TieBreak.CGPA)
    ranking_unit: RankingUnit = Field(default=RankingUnit.CALL, description="P2: among whom one is ranked")
    bonuses_add_up: bool = Field(default=True, description="X1: false counts the highest bonus only")
    reply_days: int = Field(default=7, ge=1, le=60, description="Days to answer an offer")
    reserve_length: int | None = Field(default=None, ge=0, le=1000, description="A place; null is everybody")
    appeal_days: int | None = Field(default=None, ge=1, le=60, description="To appeal; null: no appeals")
    semesters: int | None = Field(default=None, ge=1, le=12, description="Of the stay; Mevlana, Farabi")
    decision: Line | None = Field(default=None, description="Number and day of the decision behind it")
    own_rules: OwnRulesIn | None = Field(default=None, description="Where no table speaks of the call")

    def settings(self) -> CallSettings:
        own = OwnRules(**dict(self.own_rules)) if self.own_rules else None
        return CallSettings(**{**dict(self), "own_rules": own})


class CallIn(Input):
    programme: Programme
    call_year: int = Field(ge=1987, le=2100)
    academic_year: AcademicYear
    kind: ActivityKind
    title: TextIn
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    agreement_ids: Annotated[tuple[UUID, ...], Field(max_length=500)] = ()
    stay_begins: Day
    stay_ends: Day
    blended: bool = False
    settings: Settings

    def call(self) -> Call:
        return Call(
            id=new_id(),
            version=1,
            programme=self.programme,
            call_year=self.call_year,
            academic_year=self.academic_year,
            kind=self.kind,
            title=LocalizedText(self.title.tr, self.title.en),
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            status=CallStatus.OPEN,
            stay_begins=self.stay_begins,
            stay_ends=self.stay_ends,
            settings=self.settings.settings(),
            blended=self.blended,
            agreement_ids=tuple(dict.fromkeys(self.agreement_ids)),
        )


class CallChange(Input):
    closes_at: AwareDatetime


class CallOut(published.Call):
    """The call with the office's choices, and how many days its stay counts."""

    settings: Settings
    days: int | None

    @classmethod
    def of(cls, call: Call) -> "CallOut":
        return cls.model_validate(call, from_attributes=True)


class RankingLineOut(BaseModel):
    """``place`` is the condition on the main list, ``reserve`` those one waits for."""

    rank: int
    unit_rank: int
    unit: str
    application_id: UUID
    person_id: UUID
    faculty: str
    score: Decimal
    place: UUID | None
    reserve: tuple[UUID, ...]

    @classmethod
    def of(cls, line: RankingLine) -> "RankingLineOut":
        return cls.model_validate(line, from_attributes=True)
