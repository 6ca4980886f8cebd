"""Events of the events service: orientations, fairs, courses and visits, and who comes."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, State, Text, Tombstone, Value
from contracts.vocabulary import EventKind, EventStatus, LanguageLevel, RegistrationStatus


class CourseSession(Value):
    begins_at: Instant
    ends_at: Instant
    present: int | None = Field(
        default=None, ge=0, description="How many were there; null while no attendance is recorded"
    )


class Course(Value):
    """What makes a gathering a course: a language course, or an orientation with attendance."""

    level: LanguageLevel | None = None
    sessions: tuple[CourseSession, ...] = Field(description="In order of time; numbered from 1")
    attendance_percent_min: int = Field(ge=1, le=100, description="Of the sessions, to complete")
    closed_at: Instant | None = Field(default=None, description="When it was said who completed")


class Gathering(State):
    """Something the office holds, with a limited number of places."""

    kind: EventKind
    title: Text
    begins_at: Instant
    ends_at: Instant
    venue: str
    capacity: int = Field(ge=1)
    registered: int = Field(ge=0)
    waiting: int = Field(ge=0)
    attended: int = Field(default=0, ge=0, description="Of those registered, who checked in")
    rated: int = Field(default=0, ge=0, description="Of those who attended, who rated it afterwards")
    rating_total: int = Field(default=0, ge=0, description="Their ratings together, each 1 to 5")
    call_id: UUID | None = None
    status: EventStatus
    course: Course | None = None
    hours: Decimal | None = Field(
        default=None,
        max_digits=6,
        decimal_places=2,
        description="What it asks of a volunteer, where its places are for volunteers",
    )
    confirmed_hours: Decimal = Field(
        default=Decimal(0), max_digits=10, decimal_places=2, description="What its volunteers gave together"
    )


class GatheringEvent(Event):
    TOPIC = topics.EVENT
    state: Gathering


class EventScheduled(GatheringEvent):
    TYPE = "kervan.events.event-scheduled.v1"


class EventPlacesChanged(GatheringEvent):
    """Somebody registered, cancelled, moved up, came, rated it or has hours; or the capacity changed."""

    TYPE = "kervan.events.event-places-changed.v1"


class EventCancelled(GatheringEvent):
    TYPE = "kervan.events.event-cancelled.v1"


class CoursePlanned(GatheringEvent):
    """It has sessions and a share of them to attend, or other ones."""

    TYPE = "kervan.events.course-planned.v1"


class SessionHeld(GatheringEvent):
    """The attendance of one session is recorded, or corrected."""

    TYPE = "kervan.events.session-held.v1"


class CourseClosed(GatheringEvent):
    """It is said who completed; nothing of it changes any more."""

    TYPE = "kervan.events.course-closed.v1"


class EventRepublished(GatheringEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.event-republished.v1"


class Completion(Value):
    """What the person completed: of a kind, at a level where it has one."""

    kind: EventKind
    level: LanguageLevel | None = None
    completed_at: Instant


class Registration(State):
    event_id: UUID
    person_id: UUID
    faculty: str | None = None
    status: RegistrationStatus
    place_in_line: int | None = Field(
        default=None,
        ge=1,
        description="Number drawn on arrival at the waiting list; the lowest moves up first",
    )
    placement: LanguageLevel | None = Field(default=None, description="What the placement test gave")
    attended: tuple[int, ...] = Field(default=(), description="Numbers of the course's sessions")
    completion: Completion | None = Field(
        default=None, description="Of a course, once it is closed; null for who did not complete"
    )

    check_in_code: str | None = Field(
        default=None, description="Shown at the door once; proves the certificate afterwards"
    )
    checked_in_at: Instant | None = Field(default=None, description="When the person came")
    rating: int | None = Field(default=None, ge=1, le=5)
    hours: Decimal | None = Field(
        default=None, max_digits=6, decimal_places=2, description="Of volunteering, as the office confirmed"
    )


class RegistrationEvent(Event):
    TOPIC = topics.REGISTRATION
    state: Registration


class ParticipantInvited(RegistrationEvent):
    TYPE = "kervan.events.participant-invited.v1"


class ParticipantRegistered(RegistrationEvent):
    """Has a place."""

    TYPE = "kervan.events.participant-registered.v1"


class ParticipantWaiting(RegistrationEvent):
    """No place yet: on the waiting list in order of arrival."""

    TYPE = "kervan.events.participant-waiting.v1"


class ParticipantMovedUp(RegistrationEvent):
    """A place came free and the first in line has it."""

    TYPE = "kervan.events.participant-moved-up.v1"


class RegistrationCancelled(RegistrationEvent):
    TYPE = "kervan.events.registration-cancelled.v1"


class PlacementResultRecorded(RegistrationEvent):
    TYPE = "kervan.events.placement-result-recorded.v1"


class AttendanceRecorded(RegistrationEvent):
    """The person was at a session, or was not after all."""

    TYPE = "kervan.events.attendance-recorded.v1"


class CourseCompleted(RegistrationEvent):
    """The person attended the share of the sessions that the course asks for; ``completion`` says of what."""

    TYPE = "kervan.events.course-completed.v1"


class ParticipantCheckedIn(RegistrationEvent):
    """Was there."""

    TYPE = "kervan.events.participant-checked-in.v1"


class HoursConfirmed(RegistrationEvent):
    """How long a volunteer worked, or another word on it."""

    TYPE = "kervan.events.hours-confirmed.v1"


class EventRated(RegistrationEvent):
    """Who attended says how it was."""

    TYPE = "kervan.events.event-rated.v1"


class RegistrationErased(Tombstone):
    """The registered person asked to be forgotten."""

    TYPE = "kervan.events.registration-erased.v1"
    TOPIC = topics.REGISTRATION


class RegistrationRepublished(RegistrationEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.registration-republished.v1"
