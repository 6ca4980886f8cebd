"""Events of the mobility service about what surrounds a stay: its file, and its learning agreement.

Each has the id of its mobility: a stay has one of them at most.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import AcademicYear, Event, State, Text, Value
from contracts.mobility import Reason
from contracts.vocabulary import (
    ActivityKind,
    ChangeReason,
    CourseChange,
    CourseTable,
    Direction,
    LearningAgreementStatus,
    LearningParty,
    MobilityTaskStatus,
    NominationStatus,
    Programme,
    Signatory,
    StayMilestone,
    StayStep,
    WaitsFor,
)


class Nomination(Value):
    """What was told to the partner of who comes, and its answer."""

    status: NominationStatus
    sent_on: date | None = None
    answer_by: date | None = Field(default=None, description="Unknown where no rule gives the days")
    answered_on: date | None = None


class MobilityTask(Value):
    """Something that has to be done or handed in. Without ``due_on`` its milestone has no day yet."""

    code: str = Field(examples=["learning-agreement", "residence-permit"])
    label: Text
    counted_from: StayMilestone
    due_on: date | None = None
    status: MobilityTaskStatus
    done_on: date | None = None
    reminders: int = Field(default=0, ge=0, description="How often the person was reminded")
    reminded_on: date | None = None
    source: str = Field(default="", description="Where the due day's rule is published; empty: the office's")
    required_for: StayStep | None = Field(
        default=None, description="This step is refused while the task waits"
    )
    waits_for: WaitsFor = Field(default=WaitsFor.PERSON, description="Whose work it is")


class WorkPlanApproval(Value):
    party: Signatory
    approved_on: date


class WorkPlan(Value):
    """What staff do abroad: hours by the rule, approved by both institutions, and what was taught."""

    teaching_hours: int = Field(ge=0)
    hours_needed: int = Field(ge=0, description="By the rule of the programme; 0 for training")
    approvals: tuple[WorkPlanApproval, ...] = ()
    approved_on: date | None = Field(default=None, description="Day of the second approval")
    taught_hours: int | None = Field(default=None, ge=0)
    hours_missing: int = Field(default=0, ge=0, description="Needed hours that the report does not show")
    reported_on: date | None = None


class MobilityFile(State):
    """What the office keeps of a stay beside its dates. Its id is the mobility's."""

    programme: Programme
    direction: Direction
    kind: ActivityKind
    academic_year: AcademicYear
    person_id: UUID
    faculty: str | None = None
    partner_id: UUID | None = None
    nomination: Nomination
    tasks: tuple[MobilityTask, ...] = ()
    work_plan: WorkPlan | None = Field(default=None, description="Of staff only")


class MobilityFileEvent(Event):
    TOPIC = topics.MOBILITY_FILE
    state: MobilityFile


class MobilityFileOpened(MobilityFileEvent):
    TYPE = "kervan.mobility.file-opened.v1"


class NominationSent(MobilityFileEvent):
    """The partner was told who comes: personal data went abroad (KVKK art. 9)."""

    TYPE = "kervan.mobility.nomination-sent.v1"


class NominationAnswered(MobilityFileEvent):
    """The partner accepts or refuses; ``nomination.status`` says which."""

    TYPE = "kervan.mobility.nomination-answered.v1"


class MilestoneReached(MobilityFileEvent):
    """A day became known or moved, and due days with it."""

    TYPE = "kervan.mobility.milestone-reached.v1"


class TaskSettled(MobilityFileEvent):
    """A task was done or waived, waits again, or got another due day."""

    TYPE = "kervan.mobility.task-settled.v1"


class TaskReminded(MobilityFileEvent):
    """Whoever owes a task is to be reminded of it."""

    TYPE = "kervan.mobility.task-reminded.v1"


class WorkPlanned(MobilityFileEvent):
    """A work plan was entered, or another one; it has no approvals yet."""

    TYPE = "kervan.mobility.work-planned.v1"


class WorkPlanApproved(MobilityFileEvent):
    TYPE = "kervan.mobility.work-plan-approved.v1"


class WorkReported(MobilityFileEvent):
    TYPE = "kervan.mobility.work-reported.v1"


class MobilityFileRepublished(MobilityFileEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.file-republished.v1"


class AgreedCourse(Value):
    """A row of table A or B."""

    code: str
    title: str
    ects: Decimal = Field(max_digits=5, decimal_places=2)


class LearningSignature(Value):
    party: LearningParty
    signed_on: date
    content_hash: str = Field(description="SHA-256 of the content that was signed, lower-case hex")


class CourseChanged(Value):
    """A row of table C: what the version changes of the agreed one before it."""

    table: CourseTable
    change: CourseChange
    course: AgreedCourse
    reason: ChangeReason


class LearningVersion(Value):
    """One content of the agreement. It is valid only when all three signed this very hash."""

    number: int = Field(ge=1)
    abroad: tuple[AgreedCourse, ...]
    home: tuple[AgreedCourse, ...]
    ects_abroad: Decimal
    ects_home: Decimal
    content_hash: str
    signatures: tuple[LearningSignature, ...] = ()
    changes: tuple[CourseChanged, ...] = ()
    findings: tuple[Reason, ...] = Field(default=(), description="What a reader should look at; no refusal")
    agreed_on: date | None = Field(default=None, description="Day of the third signature")


class CourseResult(Value):
    """A row of the transcript of records: how a course abroad ended."""

    code: str
    title: str
    ects: Decimal = Field(max_digits=5, decimal_places=2)
    grade: str
    passed: bool


class CourseRecognition(Value):
    """A course abroad and what it counts as at home; without ``home_code`` it is refused.

    Why it is refused stays in the mobility service: words about a person.
    """

    abroad_code: str
    home_code: str | None = None
    ects: Decimal | None = Field(default=None, max_digits=5, decimal_places=2)
    home_grade: str | None = None


class LearningAgreement(State):
    """A student's learning agreement, with what came of it. Its id is the mobility's."""

    person_id: UUID
    faculty: str | None = None
    partner_id: UUID | None = None
    semesters: int = Field(ge=1, le=2)
    status: LearningAgreementStatus
    versions: tuple[LearningVersion, ...]
    transcript_on: date | None = Field(default=None, description="Day of the transcript of records")
    results: tuple[CourseResult, ...] = ()
    recognitions: tuple[CourseRecognition, ...] = ()
    recognised_ects: Decimal = Decimal(0)
    recognised_on: date | None = Field(default=None, description="When every passed course was decided")


class LearningAgreementEvent(Event):
    TOPIC = topics.LEARNING_AGREEMENT
    state: LearningAgreement


class LearningAgreementProposed(LearningAgreementEvent):
    """A first or a changed content waits for its three signatures."""

    TYPE = "kervan.mobility.learning-agreement-proposed.v1"


class LearningAgreementSigned(LearningAgreementEvent):
    """One party signed; others are missing."""

    TYPE = "kervan.mobility.learning-agreement-signed.v1"


class LearningAgreementAgreed(LearningAgreementEvent):
    """All three signed the same content: it is valid from now on."""

    TYPE = "kervan.mobility.learning-agreement-agreed.v1"


class TranscriptRecorded(LearningAgreementEvent):
    TYPE = "kervan.mobility.transcript-recorded.v1"


class CourseRecognised(LearningAgreementEvent):
    """A course abroad was decided upon: recognised, or refused with a reason."""

    TYPE = "kervan.mobility.course-recognised.v1"


class LearningAgreementRepublished(LearningAgreementEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.learning-agreement-republished.v1"
