"""Gatherings, people and what other services say, naming only what matters to a test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from chassis.refusal import LocalizedText
from contracts import mobility
from contracts.event import Text
from contracts.vocabulary import (
    ActivityKind,
    Audience,
    CallStatus,
    Direction,
    EventKind,
    MobilityStatus,
    OpportunityKind,
    Programme,
    RegistrationStatus,
)
from services.events.domain.announcement import Announcement, Content, draft
from services.events.domain.check_in_code import new_code
from services.events.domain.gathering import Gathering
from services.events.domain.opportunity import Offer
from services.events.domain.registration import Registration
from services.events.domain.visit import Plan

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
BEGINS = NOW + timedelta(days=30)
WORDS = LocalizedText(tr="Ortak yüksek lisans", en="A joint master's programme")


def a_gathering(**known: Any) -> Gathering:
    gathering = Gathering(
        id=new_id(),
        kind=EventKind.FAIR,
        title=LocalizedText(tr="Erasmus fuarı", en="Erasmus fair"),
        begins_at=BEGINS,
        ends_at=BEGINS + timedelta(hours=3),
        venue="A hall",
        capacity=10,
    )
    return replace(gathering, **known)


def a_newcomer(gathering: Gathering) -> Registration:
    return Registration(
        new_id(), gathering.id, new_id(), None, RegistrationStatus.REGISTERED, check_in_code=new_code()
    )


def contents(**known: Any) -> Content:
    """Of an announcement that may come out now."""
    content = Content(
        title=LocalizedText(tr="Bahar şenliği", en="Spring festival"),
        body=LocalizedText(tr="Herkes davetlidir.", en="Everybody is invited."),
        audience=Audience.PUBLIC,
        publish_at=NOW,
    )
    return replace(content, **known)


def an_announcement(**known: Any) -> Announcement:
    """A draft."""
    return draft(new_id(), contents(**known), NOW)


def an_offer(**known: Any) -> Offer:
    offer = Offer(
        kind=OpportunityKind.SCHOLARSHIP,
        title=LocalizedText(tr="Yaz bursu", en="Summer scholarship"),
        body=LocalizedText(tr="Üç ay araştırma.", en="Three months of research."),
        source="Jean Monnet",
        deadline=BEGINS,
    )
    return replace(offer, **known)


def a_visit_plan(**known: Any) -> Plan:
    """Of guests who come."""
    planned = Plan(
        purpose=WORDS,
        direction=Direction.INCOMING,
        partner_id=new_id(),
        host="Rektörlük",
        begins_on=BEGINS.date(),
        ends_on=BEGINS.date() + timedelta(days=2),
    )
    return replace(planned, **known)


def a_call(call_id: UUID, version: int = 3, stay_begins: date | None = None) -> mobility.Call:
    return mobility.Call(
        id=call_id,
        version=version,
        programme=Programme.ERASMUS,
        call_year=2024,
        academic_year="2026/2027",
        kind=ActivityKind.STUDENT_STUDY,
        title=Text(tr="KA131 öğrenim", en="KA131 study"),
        opens_at=datetime.now(UTC) - timedelta(days=60),
        closes_at=datetime.now(UTC) - timedelta(days=30),
        status=CallStatus.PUBLISHED,
        stay_begins=stay_begins or datetime.now(UTC).date() + timedelta(days=90),
        stay_ends=datetime.now(UTC).date() + timedelta(days=240),
    )


def a_mobility(call_id: UUID | None, person_id: UUID, **known: Any) -> mobility.Mobility:
    stay = mobility.Mobility(
        id=new_id(),
        version=1,
        programme=Programme.ERASMUS,
        call_year=2024,
        academic_year="2026/2027",
        direction=Direction.OUTGOING,
        kind=ActivityKind.STUDENT_STUDY,
        person_id=person_id,
        faculty="engineering",
        call_id=call_id,
        status=MobilityStatus.PLANNED,
    )
    return stay.model_copy(update=known)
