"""What events listens to: calls and mobilities for orientations, people for their mail and their erasure."""

from __future__ import annotations

from datetime import datetime

from chassis.consuming.reactor import Reactor
from contracts.mobility import (
    CallPublished,
    MobilityPlanned,
    MobilityWithdrawn,
    PersonChanged,
    PersonErased,
    PersonRegistered,
    PersonRepublished,
)
from services.events.adapters.work import EventsWork
from services.events.application.erase_person import erase_person
from services.events.application.invite_goer import invite_goer
from services.events.application.note_recipient import note_recipient
from services.events.application.schedule_orientation import schedule_orientation
from services.events.application.withdraw_goer import withdraw_goer
from services.events.settings import OrientationSettings


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

REACTORS = (ORIENTATIONS, ERASURES, RECIPIENTS)
