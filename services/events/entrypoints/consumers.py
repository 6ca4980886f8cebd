"""What events listens to: calls and mobilities for orientations, people for their mail and their erasure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chassis.consuming.reactor import Reaction, Reactor
from contracts.event import EVENT_TYPES, Event, Tombstone
from contracts.event_plans import EventPlanEvent
from contracts.finance import GrantEvent
from contracts.mobility import (
    CallEvent,
    CallPublished,
    MobilityEvent,
    MobilityPlanned,
    MobilityWithdrawn,
    PersonChanged,
    PersonErased,
    PersonRegistered,
    PersonRepublished,
    PlacementEvent,
)
from contracts.projects import ProjectEvent
from contracts.stays import MobilityFileEvent
from contracts.visits import VisitEvent
from contracts.vocabulary import DeadlineKind
from services.events.adapters.work import EventsWork
from services.events.application.erase_person import erase_person
from services.events.application.follow_deadlines import (
    Deadlines,
    Follow,
    of_call,
    of_event_plan,
    of_file,
    of_grant,
    of_mobility,
    of_placement,
    of_project,
    of_visit,
)
from services.events.application.invite_goer import invite_goer
from services.events.application.note_recipient import note_recipient
from services.events.application.schedule_orientation import schedule_orientation
from services.events.application.withdraw_goer import withdraw_goer
from services.events.settings import OrientationSettings, ReminderSettings

Reactions = dict[type[Event] | type[Tombstone], Reaction[EventsWork]]


async def on_call_published(event: CallPublished, work: EventsWork, now: datetime) -> None:
    await schedule_orientation(event, work, now, OrientationSettings().rule())


ORIENTATIONS = Reactor[EventsWork](
    "events.orientations",
    {
        CallPublished: on_call_published,
        MobilityPlanned: invite_goer,
        MobilityWithdrawn: withdraw_goer,
    },
)

ERASURES = Reactor[EventsWork]("events.erasures", {PersonErased: erase_person})

RECIPIENTS = Reactor[EventsWork](
    "events.recipients",
    {PersonRegistered: note_recipient, PersonChanged: note_recipient, PersonRepublished: note_recipient},
)


def _following(base: type[Event], kind: DeadlineKind, deadlines_of: Callable[..., Deadlines]) -> Reactions:
    """The same reaction to every event of one topic: each of them carries the whole state."""
    follow = Follow(kind, deadlines_of, ReminderSettings().leads())
    types = EVENT_TYPES.values()
    return {event: follow for event in types if issubclass(event, base)}


DEADLINES = Reactor[EventsWork](
    "events.deadlines",
    {
        **_following(CallEvent, DeadlineKind.CALL_CLOSES, of_call),
        **_following(PlacementEvent, DeadlineKind.OFFER_REPLY, of_placement),
        **_following(MobilityEvent, DeadlineKind.STAY_ENDS, of_mobility),
        **_following(GrantEvent, DeadlineKind.INSTALMENT_DUE, of_grant),
        **_following(VisitEvent, DeadlineKind.FOLLOW_UP_DUE, of_visit),
        **_following(ProjectEvent, DeadlineKind.PROJECT_DUE, of_project),
        **_following(EventPlanEvent, DeadlineKind.EVENT_TASK_DUE, of_event_plan),
        **_following(MobilityFileEvent, DeadlineKind.TASK_DUE, of_file),
    },
)

REACTORS = (ORIENTATIONS, ERASURES, RECIPIENTS, DEADLINES)
