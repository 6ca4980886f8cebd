"""Delegations that leave for a partner or come from one: plan, costs, hosting and what came of it.

Who comes from a partner is nobody's business here: only how many guests there are is said.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.costs import Cost
from contracts.event import Event, State, Text, Value
from contracts.tasks import Task
from contracts.vocabulary import Direction, Meal, VisitStatus

CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$"


class ProgrammeItem(Value):
    """One entry of a day's programme."""

    day: date
    at: str | None = Field(default=None, pattern=CLOCK, description="Local time where it takes place")
    place: str
    what: Text


class Room(Value):
    """Rooms at one place; guests leave on the morning of ``until``."""

    place: str
    rooms: int = Field(ge=1)
    begins: date
    until: date


class MealPlan(Value):
    day: date
    meal: Meal
    place: str
    people: int = Field(ge=1)


class Hosting(Value):
    """How an incoming delegation is put up."""

    rooms: tuple[Room, ...] = ()
    meals: tuple[MealPlan, ...] = ()


class Visit(State):
    """``costs``: one entry a kind, for finance to book once the visit was held."""

    purpose: Text
    direction: Direction
    partner_id: UUID
    host: str = Field(description="The unit or institution that receives")
    begins_on: date
    ends_on: date
    person_ids: tuple[UUID, ...] = Field(default=(), description="Ours, by person id")
    guests: int = Field(default=0, ge=0, description="How many come from the partner")
    programme: tuple[ProgrammeItem, ...] = ()
    costs: tuple[Cost, ...] = ()
    hosting: Hosting | None = None
    letters: tuple[str, ...] = Field(default=(), description="Numbers in the register of correspondence")
    status: VisitStatus
    outcome: Text | None = None
    follow_ups: tuple[Task, ...] = ()


class VisitEvent(Event):
    TOPIC = topics.VISIT
    state: Visit


class VisitPlanned(VisitEvent):
    TYPE = "kervan.events.visit-planned.v1"


class VisitChanged(VisitEvent):
    """Its plan, its costs, how many guests come, or whether a follow-up is done."""

    TYPE = "kervan.events.visit-changed.v1"


class VisitConfirmed(VisitEvent):
    TYPE = "kervan.events.visit-confirmed.v1"


class VisitHeld(VisitEvent):
    TYPE = "kervan.events.visit-held.v1"


class VisitCancelled(VisitEvent):
    TYPE = "kervan.events.visit-cancelled.v1"


class VisitReported(VisitEvent):
    """With its outcome, its follow-ups and what it really cost."""

    TYPE = "kervan.events.visit-reported.v1"


class VisitRepublished(VisitEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.visit-republished.v1"
