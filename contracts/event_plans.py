"""How the office prepares an event: tasks and costs. Beside the event, under its id, for the office alone."""

from __future__ import annotations

from contracts import topics
from contracts.costs import Cost
from contracts.event import Event, State
from contracts.tasks import Task
from contracts.vocabulary import EventStatus


class EventPlan(State):
    """``id`` is the event's. ``costs``: one entry a kind."""

    costs: tuple[Cost, ...] = ()
    tasks: tuple[Task, ...] = ()
    status: EventStatus


class EventPlanEvent(Event):
    TOPIC = topics.EVENT_PLAN
    state: EventPlan


class EventPlanBegun(EventPlanEvent):
    TYPE = "kervan.events.event-plan-begun.v1"


class EventPlanChanged(EventPlanEvent):
    """What is to be done or is done, what it costs, or that its event is called off."""

    TYPE = "kervan.events.event-plan-changed.v1"


class EventPlanRepublished(EventPlanEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.event-plan-republished.v1"
