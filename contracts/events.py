"""Events of the events service: orientations, fairs, courses and visits, and who comes."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Instant, State, Text, Tombstone
from contracts.vocabulary import EventKind, EventStatus, RegistrationStatus


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
    call_id: UUID | None = None
    status: EventStatus


class GatheringEvent(Event):
    TOPIC = topics.EVENT
    state: Gathering


class EventScheduled(GatheringEvent):
    TYPE = "kervan.events.event-scheduled.v1"


class EventPlacesChanged(GatheringEvent):
    """Somebody registered, cancelled or moved up, or the capacity changed."""

    TYPE = "kervan.events.event-places-changed.v1"


class EventCancelled(GatheringEvent):
    TYPE = "kervan.events.event-cancelled.v1"


class EventRepublished(GatheringEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.event-republished.v1"


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


class RegistrationErased(Tombstone):
    """The registered person asked to be forgotten."""

    TYPE = "kervan.events.registration-erased.v1"
    TOPIC = topics.REGISTRATION


class RegistrationRepublished(RegistrationEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.registration-republished.v1"
