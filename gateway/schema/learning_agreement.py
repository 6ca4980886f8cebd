"""LearningAgreement: courses abroad and at home, signed three times. Reads learning_agreement_view."""

from datetime import date
from decimal import Decimal

import strawberry

from contracts.vocabulary import (
    ChangeReason,
    CourseChange,
    CourseTable,
    LearningAgreementStatus,
    LearningParty,
)
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import MobilityRef, PartnerRef, PersonRef
from gateway.schema.values import Reason


@strawberry.type(description="A row of table A or B.")
class AgreedCourse:
    code: str = strawberry.field(description="Code of the course")
    title: str = strawberry.field(description="Its title")
    ects: Decimal = strawberry.field(description="Credits")


@strawberry.type(description="A signature under one content of a learning agreement.")
class LearningSignature:
    party: LearningParty = strawberry.field(description="Who signed")
    signed_on: date = strawberry.field(description="When")
    content_hash: str = strawberry.field(description="What was signed: the SHA-256 of the content")


@strawberry.type(description="A row of table C: what a version changes of the agreed one before it.")
class CourseChanged:
    table: CourseTable = strawberry.field(description="In which table")
    change: CourseChange = strawberry.field(description="Whether it goes or comes")
    course: AgreedCourse = strawberry.field(description="Which course")
    reason: ChangeReason = strawberry.field(description="Why")


@strawberry.type(description="One content. It counts only when all three signed this very hash.")
class LearningVersion:
    number: int = strawberry.field(description="1 is the first")
    abroad: list[AgreedCourse] = strawberry.field(description="Table A: courses abroad")
    home: list[AgreedCourse] = strawberry.field(description="Table B: courses at home they count as")
    ects_abroad: Decimal = strawberry.field(description="Credits of table A")
    ects_home: Decimal = strawberry.field(description="Credits of table B")
    content_hash: str = strawberry.field(description="Send it when you sign")
    signatures: list[LearningSignature] = strawberry.field(description="Who signed so far")
    changes: list[CourseChanged] = strawberry.field(description="Table C; empty in the first version")
    findings: list[Reason] = strawberry.field(description="What a reader of the credits should look at")
    agreed_on: date | None = strawberry.field(
        description="Day of the third signature; null: it does not count"
    )


@strawberry.type(description="A row of the transcript of records.")
class CourseResult:
    code: str = strawberry.field(description="Code of the course abroad")
    title: str = strawberry.field(description="Its title")
    ects: Decimal = strawberry.field(description="Credits")
    grade: str = strawberry.field(description="Grade abroad")
    passed: bool = strawberry.field(description="Whether it was passed")


@strawberry.type(description="What a course abroad counts as at home.")
class CourseRecognition:
    abroad_code: str = strawberry.field(description="The course abroad")
    home_code: str | None = strawberry.field(description="The course of table B; null: not recognised")
    ects: Decimal | None = strawberry.field(description="Credits that count")
    home_grade: str | None = strawberry.field(description="Grade at home")


@strawberry.type(description="A learning agreement in versions, with transcript and recognition.")
class LearningAgreement(Node):
    faculty: str | None = strawberry.field(description="Faculty code")
    semesters: int = strawberry.field(description="For how many semesters")
    status: LearningAgreementStatus = strawberry.field(description="Whether a version counts")
    versions: list[LearningVersion] = strawberry.field(
        description="Those all three signed, and at most one proposal behind them"
    )
    transcript_on: date | None = strawberry.field(description="When the transcript came")
    results: list[CourseResult] = strawberry.field(description="Transcript of records")
    recognitions: list[CourseRecognition] = strawberry.field(description="Decisions, course by course")
    recognised_ects: Decimal = strawberry.field(description="Credits that count at home")
    recognised_on: date | None = strawberry.field(description="When every passed course was decided upon")
    mobility: MobilityRef | None = related("Mobility", key="id", description="For which stay")
    person: PersonRef | None = related("Person", key="person_id", description="Whose")
    partner: PartnerRef | None = related("Partner", key="partner_id", description="With which university")


@strawberry.input(description="Learning agreements that match every given field.")
class LearningAgreementFilter:
    status: LearningAgreementStatus | None = strawberry.field(default=None, description="In this state")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")


LearningAgreementOrder = order_of("LearningAgreement", created=("id",))


@strawberry.type
class LearningAgreementQueries:
    learning_agreements: Connection[LearningAgreement] = listing(
        Listing("LearningAgreement"),
        "Learning agreements, oldest first",
        filter=among(LearningAgreementFilter, "Only learning agreements that match"),
        order_by=by(LearningAgreementOrder),
    )
    learning_agreement: LearningAgreement | None = single("LearningAgreement", "One learning agreement")
