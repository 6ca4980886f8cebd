"""Commands to the mobility service about learning agreements."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from contracts.vocabulary import ChangeReason, CourseTable, LearningParty
from gateway.commands.command import Command, Service
from gateway.schema.learning_agreement import LearningAgreement
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, perform
from gateway.schema.node import Ask


def _to(path: str) -> Command:
    return Command(Service.MOBILITY, "POST", path, "LearningAgreement")


PROPOSE = _to("/v1/mobilities/{id}/learning-agreement")
SIGN = _to("/v1/learning-agreements/{id}/signatures")
TRANSCRIPT = _to("/v1/learning-agreements/{id}/transcript")
RECOGNISE = _to("/v1/learning-agreements/{id}/recognitions")


@strawberry.type(description="A learning agreement after a command.")
class LearningAgreementPayload(Payload):
    learning_agreement: LearningAgreement | None = strawberry.field(
        description="The learning agreement, as the caller may see it"
    )


@strawberry.input(description="A row of table A or B.")
class AgreedCourseInput:
    code: str = strawberry.field(description="Code of the course")
    title: str = strawberry.field(description="Its title")
    ects: Decimal = strawberry.field(description="Credits")


@strawberry.input(description="Why a course of the agreed version changes.")
class CourseReasonInput:
    table: CourseTable = strawberry.field(description="In which table")
    code: str = strawberry.field(description="Code of the course")
    reason: ChangeReason = strawberry.field(description="Why")


@strawberry.input(description="Tables A and B as they are to be, for the mobility of this id.")
class ProposeLearningAgreementInput(ChangeInput):
    semesters: int = strawberry.field(description="1 or 2")
    abroad: list[AgreedCourseInput] = strawberry.field(description="Table A: courses abroad")
    home: list[AgreedCourseInput] = strawberry.field(description="Table B: courses at home they count as")
    reasons: list[CourseReasonInput] | None = given("Table C: why each course changes")


@strawberry.input(description="A signature.")
class SignLearningAgreementInput(ChangeInput):
    party: LearningParty = strawberry.field(description="Who signs")
    content_hash: str = strawberry.field(description="Of the proposal that was read")
    signed_on: date | None = given("When; today, if it is left out")


@strawberry.input(description="A row of the transcript of records.")
class CourseResultInput:
    code: str = strawberry.field(description="Code of the course abroad")
    title: str = strawberry.field(description="Its title")
    ects: Decimal = strawberry.field(description="Credits")
    grade: str = strawberry.field(description="Grade abroad")
    passed: bool = strawberry.field(description="Whether it was passed")


@strawberry.input(description="The transcript of records.")
class RecordTranscriptInput(ChangeInput):
    received_on: date | None = given("When it came; today, if it is left out")
    results: list[CourseResultInput] = strawberry.field(description="Every course abroad")


@strawberry.input(description="A decision about a passed course.")
class RecogniseCourseInput(ChangeInput):
    abroad_code: str = strawberry.field(description="The course abroad")
    home_code: str | None = given("The course of table B; none: it is not recognised")
    ects: Decimal | None = given("Credits that count; those of the course abroad, if left out")
    home_grade: str | None = given("Grade at home")
    reason: str | None = given("Needed when it is not recognised")


@strawberry.type
class LearningMutations:
    @strawberry.mutation(
        description="Propose the courses of a stay, or a change of them. The student, office, coordinator."
    )
    async def propose_learning_agreement(
        self, info: Ask, input: Annotated[ProposeLearningAgreementInput, ORDER]
    ) -> LearningAgreementPayload:
        return await perform(info, PROPOSE, input, LearningAgreementPayload, "learning_agreement")

    @strawberry.mutation(
        description="Sign the proposal that was read. Students as themselves, coordinators for us, the "
        "partner university's user for it; the office for whoever signed on paper."
    )
    async def sign_learning_agreement(
        self, info: Ask, input: Annotated[SignLearningAgreementInput, ORDER]
    ) -> LearningAgreementPayload:
        return await perform(info, SIGN, input, LearningAgreementPayload, "learning_agreement")

    @strawberry.mutation(description="Enter the transcript of records. Office, coordinator.")
    async def record_transcript(
        self, info: Ask, input: Annotated[RecordTranscriptInput, ORDER]
    ) -> LearningAgreementPayload:
        return await perform(info, TRANSCRIPT, input, LearningAgreementPayload, "learning_agreement")

    @strawberry.mutation(
        description="Decide what a passed course counts as, or why it does not. Office, coordinator."
    )
    async def recognise_course(
        self, info: Ask, input: Annotated[RecogniseCourseInput, ORDER]
    ) -> LearningAgreementPayload:
        return await perform(info, RECOGNISE, input, LearningAgreementPayload, "learning_agreement")
