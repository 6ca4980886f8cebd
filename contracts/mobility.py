"""Events of the mobility service: people, calls, applications, placements and mobilities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import AcademicYear, CountryCode, Event, Instant, State, Text, Tombstone, Value
from contracts.vocabulary import (
    ActivityKind,
    AppealStatus,
    ApplicationStatus,
    CallStatus,
    Direction,
    EqfLevel,
    MobilityStatus,
    PlacementList,
    PlacementStatus,
    Programme,
)


class Person(State):
    """A student or member of staff. Personal data: this state travels on its own topic only."""

    given_name: str
    family_name: str
    email: str | None = None
    iban: str | None = Field(default=None, description="ISO 13616, without spaces")
    national_id: str | None = Field(
        default=None, description="Turkish identity number, or that of a foreigner who lives in Türkiye"
    )
    nationality: CountryCode | None = None
    student_number: str | None = None
    faculty: str | None = None
    department: str | None = None
    eqf_level: EqfLevel | None = None
    staff: bool = False


class PersonEvent(Event):
    TOPIC = topics.PERSON
    state: Person


class PersonRegistered(PersonEvent):
    TYPE = "kervan.mobility.person-registered.v1"


class PersonChanged(PersonEvent):
    TYPE = "kervan.mobility.person-changed.v1"


class PersonRepublished(PersonEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.person-republished.v1"


class PersonErased(Tombstone):
    """The person asked to be forgotten, or the reason to keep the data ended."""

    TYPE = "kervan.mobility.person-erased.v1"
    TOPIC = topics.PERSON


class CommitteeMember(Value):
    """Somebody who approves a call's results."""

    person_id: UUID
    chair: bool = False


class Minutes(Value):
    """The committee's record in which the results were approved."""

    number: str
    day: date


class Call(State):
    """A call for applications of one programme, call year and kind of activity."""

    programme: Programme
    call_year: int
    academic_year: AcademicYear
    kind: ActivityKind
    title: Text
    opens_at: Instant
    closes_at: Instant
    status: CallStatus
    agreement_ids: tuple[UUID, ...] = Field(default=(), description="Whose places can be preferred")
    stay_begins: date | None = None
    stay_ends: date | None = None
    blended: bool = Field(default=False, description="Short stays, counted in calendar days")
    committee: tuple[CommitteeMember, ...] = Field(
        default=(), description="Without its approval nothing is public; empty: no committee"
    )
    minutes: Minutes | None = Field(default=None, description="Of the approval of the present ranking")
    appeals_until: date | None = Field(default=None, description="Last day to appeal against the lists")


class CallEvent(Event):
    TOPIC = topics.CALL
    state: Call


class CallOpened(CallEvent):
    TYPE = "kervan.mobility.call-opened.v1"


class CallRescheduled(CallEvent):
    """The deadline for applications moved."""

    TYPE = "kervan.mobility.call-rescheduled.v1"


class CallRanked(CallEvent):
    """Applications were scored, ranked and placed; the lists are not public yet."""

    TYPE = "kervan.mobility.call-ranked.v1"


class CommitteeNamed(CallEvent):
    """The committee of a call, or another one in its place."""

    TYPE = "kervan.mobility.committee-named.v1"


class CallApproved(CallEvent):
    """A member of the committee who did not rank approved the ranking."""

    TYPE = "kervan.mobility.call-approved.v1"


class CallPublished(CallEvent):
    """The lists are public and the main list has its offers."""

    TYPE = "kervan.mobility.call-published.v1"


class CallRepublished(CallEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.call-republished.v1"


class ScoreLine(Value):
    """One line of a score. Bonuses for special-category facts share the code ``BONUS`` here.

    Which bonus it was stands in the mobility service, for the applicant and the office only.
    """

    rule: str = Field(examples=["W1", "M1", "BONUS"])
    label: Text
    points: Decimal
    evidence: str = Field(description="What was seen, never the report itself")
    verified_by: str = Field(description="Subject of the verifier; `system` for a computed line")


class Preference(Value):
    """A wish for a place: an agreement's condition, in the applicant's order."""

    rank: int = Field(ge=1)
    agreement_id: UUID
    condition_id: UUID
    partner_id: UUID


class Reason(Value):
    """Why not: a rule's code and its words."""

    code: str
    message: Text


class Application(State):
    call_id: UUID
    person_id: UUID
    faculty: str
    eqf_level: EqfLevel
    isced_code: str
    status: ApplicationStatus
    submitted_at: Instant
    preferences: tuple[Preference, ...] = ()
    score: Decimal | None = None
    score_lines: tuple[ScoreLine, ...] = ()
    rank: int | None = None
    refused_by: tuple[Reason, ...] = ()
    appeal_status: AppealStatus | None = Field(
        default=None, description="Of the applicant's appeal; its words stay in the mobility service"
    )


class ApplicationEvent(Event):
    TOPIC = topics.APPLICATION
    state: Application


class ApplicationSubmitted(ApplicationEvent):
    TYPE = "kervan.mobility.application-submitted.v1"


class ApplicationRefused(ApplicationEvent):
    """Not eligible; ``refused_by`` names the rules."""

    TYPE = "kervan.mobility.application-refused.v1"


class BonusVerified(ApplicationEvent):
    """An officer saw the evidence of a claimed bonus or penalty."""

    TYPE = "kervan.mobility.bonus-verified.v1"


class ApplicationRanked(ApplicationEvent):
    """Scored and given its rank; the lists are not public yet."""

    TYPE = "kervan.mobility.application-ranked.v1"


class ApplicationDecided(ApplicationEvent):
    """By the public lists or by a promotion: placed, in reserve, or not placed."""

    TYPE = "kervan.mobility.application-decided.v1"


class ApplicationAppealed(ApplicationEvent):
    """The applicant appealed against the public lists."""

    TYPE = "kervan.mobility.application-appealed.v1"


class AppealDecided(ApplicationEvent):
    """Rejected, or accepted: then score, rank and state are the corrected ones."""

    TYPE = "kervan.mobility.appeal-decided.v1"


class ApplicationWithdrawn(ApplicationEvent):
    TYPE = "kervan.mobility.application-withdrawn.v1"


class ApplicationRepublished(ApplicationEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.application-republished.v1"


class Placement(State):
    """A place offered to an applicant, or the applicant's turn in the reserve."""

    call_id: UUID
    application_id: UUID
    person_id: UUID
    faculty: str
    agreement_id: UUID
    condition_id: UUID
    partner_id: UUID
    list: PlacementList
    rank: int = Field(ge=1, description="Rank in the call; the reserve of a place goes by it")
    score: Decimal
    status: PlacementStatus
    reply_by: date | None = None
    promoted: bool = Field(default=False, description="Came from the reserve")


class PlacementEvent(Event):
    TOPIC = topics.PLACEMENT
    state: Placement


class PlacementReserved(PlacementEvent):
    """On the reserve list."""

    TYPE = "kervan.mobility.placement-reserved.v1"


class PlacementOffered(PlacementEvent):
    """On the main list, or promoted from the reserve."""

    TYPE = "kervan.mobility.placement-offered.v1"


class PlacementAccepted(PlacementEvent):
    TYPE = "kervan.mobility.placement-accepted.v1"


class PlacementWithdrawn(PlacementEvent):
    TYPE = "kervan.mobility.placement-withdrawn.v1"


class PlacementExpired(PlacementEvent):
    """Nobody answered the offer in time, or the one in reserve got another place."""

    TYPE = "kervan.mobility.placement-expired.v1"


class PlacementRepublished(PlacementEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.placement-republished.v1"


class Mobility(State):
    """A stay: planned or done, out or in. Days are counted by the rule of its kind."""

    programme: Programme
    call_year: int
    academic_year: AcademicYear
    direction: Direction
    kind: ActivityKind
    person_id: UUID
    faculty: str | None = None
    call_id: UUID | None = None
    placement_id: UUID | None = None
    agreement_id: UUID | None = None
    partner_id: UUID | None = None
    host_country: CountryCode | None = None
    rank: int | None = Field(default=None, description="Rank in the call: who is paid first")
    status: MobilityStatus
    begins: date | None = None
    ends: date | None = None
    days: int | None = Field(default=None, ge=1)
    blended: bool = False
    imported: bool = Field(default=False, description="Came in with an office's earlier records")
    eqf_level: EqfLevel | None = Field(default=None, description="The cycle of study whose days it takes")
    arrived_on: date | None = Field(default=None, description="First day, confirmed by the partner")
    force_majeure: bool = Field(default=False, description="It ended early and counts however short it was")


class MobilityEvent(Event):
    TOPIC = topics.MOBILITY
    state: Mobility


class MobilityPlanned(MobilityEvent):
    TYPE = "kervan.mobility.mobility-planned.v1"


class MobilityBegun(MobilityEvent):
    """The partner confirmed the first day; ``days`` were recounted from it."""

    TYPE = "kervan.mobility.mobility-begun.v1"


class MobilityExtended(MobilityEvent):
    """The stay ends later than planned; ``days`` were recounted. What was contracted stays the ceiling."""

    TYPE = "kervan.mobility.mobility-extended.v1"


class MobilityShortened(MobilityEvent):
    """The stay ended early; ``days`` were recounted."""

    TYPE = "kervan.mobility.mobility-shortened.v1"


class MobilityCompleted(MobilityEvent):
    TYPE = "kervan.mobility.mobility-completed.v1"


class MobilityWithdrawn(MobilityEvent):
    """Not going after all, or everything is owed back."""

    TYPE = "kervan.mobility.mobility-withdrawn.v1"


class MobilityImported(MobilityEvent):
    """Came in with an office's earlier records."""

    TYPE = "kervan.mobility.mobility-imported.v1"


class MobilityRepublished(MobilityEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.mobility.mobility-republished.v1"
