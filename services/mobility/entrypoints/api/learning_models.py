"""What comes in and goes out about learning agreements."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from contracts import stays as published
from contracts.vocabulary import ChangeReason, CourseTable, LearningParty
from services.mobility.domain.courses import Course
from services.mobility.domain.learning_agreement import LearningAgreement, Proposal, Signature
from services.mobility.domain.recognition import Recognition, Result
from services.mobility.entrypoints.api.inputs import Day, Input, Line

Code = Annotated[str, Field(min_length=1, max_length=40, examples=["CENG301"])]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Ects = Annotated[Decimal, Field(ge=0, le=60, max_digits=4, decimal_places=2)]
Grade = Annotated[str, Field(min_length=1, max_length=20)]
COURSES_MAX = 60


class CourseIn(Input):
    code: Code
    title: Title
    ects: Ects


class ReasonIn(Input):
    """Why a course of a table changes; one reason for a course that is replaced under its own code."""

    table: CourseTable
    code: Code
    reason: ChangeReason


class CoursesIn(Input):
    semesters: int = Field(ge=1, le=2)
    abroad: Annotated[tuple[CourseIn, ...], Field(max_length=COURSES_MAX, description="Table A")]
    home: Annotated[tuple[CourseIn, ...], Field(max_length=COURSES_MAX, description="Table B")]
    reasons: Annotated[tuple[ReasonIn, ...], Field(max_length=4 * COURSES_MAX, description="Table C")] = ()

    def proposal(self) -> Proposal:
        return Proposal(
            semesters=self.semesters,
            abroad=tuple(Course(**dict(one)) for one in self.abroad),
            home=tuple(Course(**dict(one)) for one in self.home),
            reasons={(one.table, one.code): one.reason for one in self.reasons},
        )


class SignatureIn(Input):
    party: LearningParty
    content_hash: str = Field(pattern="^[0-9a-f]{64}$", description="Of the proposal that was read")
    signed_on: Day | None = Field(default=None, description="Today, if it is left out")

    def signature(self, today: date) -> Signature:
        return Signature(self.party, self.signed_on or today, self.content_hash)


class ResultIn(Input):
    code: Code
    title: Title
    ects: Ects
    grade: Grade
    passed: bool


class TranscriptIn(Input):
    received_on: Day | None = Field(default=None, description="Today, if it is left out")
    results: Annotated[tuple[ResultIn, ...], Field(min_length=1, max_length=COURSES_MAX)]

    def rows(self) -> tuple[Result, ...]:
        return tuple(Result(**dict(one)) for one in self.results)


class RecognitionIn(Input):
    abroad_code: Code
    home_code: Code | None = Field(default=None, description="Of table B; none: it is not recognised")
    ects: Ects | None = Field(default=None, description="Those of the course abroad, if left out")
    home_grade: Grade | None = None
    reason: Line | None = Field(default=None, description="Needed when it is not recognised")

    def decision(self) -> Recognition:
        return Recognition(**dict(self))


class RecognitionOut(published.CourseRecognition):
    reason: str | None = None


class LearningAgreementOut(published.LearningAgreement):
    """With the reasons that no event carries."""

    recognitions: tuple[RecognitionOut, ...] = ()

    @classmethod
    def of(cls, agreement: LearningAgreement) -> "LearningAgreementOut":
        return cls.model_validate(agreement, from_attributes=True)
