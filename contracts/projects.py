"""The office's projects, from an idea for somebody's call to the closed report."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts import topics
from contracts.event import Event, Money, State, Text, Value
from contracts.tasks import Task
from contracts.vocabulary import ProjectRole, ProjectStatus


class Member(Value):
    """One of ours, and what they do in the project."""

    person_id: UUID
    role: ProjectRole


class BudgetLink(Value):
    """Where the money stands in finance's books, and how much of it is the project's."""

    reference: str
    amount: Money


class Project(State):
    title: Text
    call: str = Field(description="The call's name")
    source: str = Field(description="Who calls")
    apply_by: date
    partner_ids: tuple[UUID, ...] = ()
    members: tuple[Member, ...] = ()
    budget: BudgetLink | None = None
    documents: tuple[str, ...] = Field(default=(), description="References, as the office files them")
    status: ProjectStatus
    tasks: tuple[Task, ...] = ()
    result: Text | None = None


class ProjectEvent(Event):
    TOPIC = topics.PROJECT
    state: Project


class ProjectDrafted(ProjectEvent):
    TYPE = "kervan.events.project-drafted.v1"


class ProjectChanged(ProjectEvent):
    """Its content, its people, or what is to be done and what is done."""

    TYPE = "kervan.events.project-changed.v1"


class ProjectApplied(ProjectEvent):
    TYPE = "kervan.events.project-applied.v1"


class ProjectGranted(ProjectEvent):
    TYPE = "kervan.events.project-granted.v1"


class ProjectRefused(ProjectEvent):
    TYPE = "kervan.events.project-refused.v1"


class ProjectStarted(ProjectEvent):
    TYPE = "kervan.events.project-started.v1"


class ProjectReported(ProjectEvent):
    """With its result."""

    TYPE = "kervan.events.project-reported.v1"


class ProjectClosed(ProjectEvent):
    TYPE = "kervan.events.project-closed.v1"


class ProjectRepublished(ProjectEvent):
    """Nothing changed; the present state was sent again."""

    TYPE = "kervan.events.project-republished.v1"
