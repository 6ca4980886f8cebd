"""What callers send and read. Shapes only: the rules refuse in the domain."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from chassis.refusal import LocalizedText
from contracts.vocabulary import EventKind, EventStatus, LanguageLevel, RegistrationStatus
from services.events.application.schedule_event import ScheduleEvent
from services.events.domain.gathering import Gathering
from services.events.domain.presence import Opinion
from services.events.domain.registration import Registration

PLACES_MAX = 10_000

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Hours = Annotated[Decimal, Field(ge=-1000, le=1000, decimal_places=2)]
Comment = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(Input):
    """The same title in the two languages of the office."""

    tr: Words
    en: Words


class EventIn(Input):
    kind: EventKind
    title: Title
    begins_at: AwareDatetime
    ends_at: AwareDatetime
    venue: Words
    capacity: int = Field(le=PLACES_MAX, ge=-PLACES_MAX, description="Places; at least one")
    call_id: UUID | None = Field(default=None, description="Whose participants it is for")
    hours: Hours | None = Field(
        default=None, description="Its places are for volunteers, and this is what it asks of each"
    )

    def command(self) -> ScheduleEvent:
        return ScheduleEvent(
            kind=self.kind,
            title=LocalizedText(tr=self.title.tr, en=self.title.en),
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            venue=self.venue,
            capacity=self.capacity,
            call_id=self.call_id,
            hours=self.hours,
        )


class EventChange(Input):
    capacity: int = Field(le=PLACES_MAX, ge=-PLACES_MAX, description="Places; at least those taken")


class RegistrationIn(Input):
    person_id: UUID


class CheckInIn(Input):
    code: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(
        description="As the person shows it; case, spaces and hyphens do not matter"
    )


class HoursIn(Input):
    hours: Hours = Field(description="In quarters, not more than the activity asks for; 0 takes it back")


class RatingIn(Input):
    rating: int = Field(ge=-100, le=100, description="1 to 5")
    comment: Comment | None = Field(default=None, description="Read by the office, without a name")

    def opinion(self) -> Opinion:
        return Opinion(self.rating, self.comment)


class TitleOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    tr: str
    en: str


class SessionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    begins_at: datetime
    ends_at: datetime
    present: int | None = Field(description="How many were there; null while no attendance is recorded")


class CourseOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    level: LanguageLevel | None
    sessions: tuple[SessionOut, ...]
    attendance_percent_min: int
    closed_at: datetime | None


class EventOut(BaseModel):
    id: UUID
    version: int
    kind: EventKind
    title: TitleOut
    begins_at: datetime
    ends_at: datetime
    venue: str
    capacity: int
    registered: int
    waiting: int
    free: int = Field(description="Places not taken")
    attended: int = Field(description="Of those registered, who checked in")
    rated: int = Field(description="Of those who attended, who rated it")
    rating_total: int = Field(description="Their ratings together, each 1 to 5")
    call_id: UUID | None
    status: EventStatus
    course: CourseOut | None
    hours: Decimal | None = Field(description="What it asks of a volunteer, where places are for volunteers")
    confirmed_hours: Decimal = Field(description="What its volunteers gave together")

    @classmethod
    def of(cls, gathering: Gathering) -> Self:
        return cls.model_validate(gathering, from_attributes=True)


class CompletionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    kind: EventKind
    level: LanguageLevel | None
    completed_at: datetime


class RegistrationOut(BaseModel):
    id: UUID
    version: int
    event_id: UUID
    person_id: UUID
    faculty: str | None
    status: RegistrationStatus
    place_in_line: int | None = Field(
        description="Number drawn on arrival at the waiting list; the lowest moves up first"
    )
    placement: LanguageLevel | None
    attended: tuple[int, ...]
    completion: CompletionOut | None
    checked_in_at: datetime | None
    hours: Decimal | None = Field(description="Of volunteering, as the office confirmed")

    @classmethod
    def of(cls, registration: Registration) -> Self:
        return cls.model_validate(registration, from_attributes=True)


class FeedbackOut(BaseModel):
    """What somebody said; not who."""

    model_config = ConfigDict(from_attributes=True)

    rating: int
    comment: str | None
