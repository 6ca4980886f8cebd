"""Reminder: a deadline of any service, and the work list made of them. Reads reminder_view."""

from datetime import datetime

import strawberry

from contracts.vocabulary import DeadlineKind, ReminderStatus, WaitsFor
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import (
    CallRef,
    EventRef,
    GrantRef,
    MobilityRef,
    MobilityTaskRef,
    PlacementRef,
    ProjectRef,
    VisitRef,
)
from gateway.schema.values import LocalizedText


@strawberry.type(
    description="A deadline of a call, a place, a stay, a grant, a visit, a project or an event."
)
class Reminder(Node):
    kind: DeadlineKind = strawberry.field(description="What is due")
    title: LocalizedText = strawberry.field(description="In words")
    waits_for: WaitsFor = strawberry.field(description="Whose work it is")
    due_at: datetime = strawberry.field(description="Until when")
    remind_at: datetime = strawberry.field(description="When it is reminded of")
    status: ReminderStatus = strawberry.field(description="Planned, due, or nothing is waited for any more")
    call: CallRef | None = related("Call", key="call_id", description="The call, where it is about one")
    placement: PlacementRef | None = related(
        "Placement", key="placement_id", description="The offered place, where it is about one"
    )
    mobility: MobilityRef | None = related(
        "Mobility", key="mobility_id", description="The stay, where it is about one"
    )
    grant: GrantRef | None = related("Grant", key="grant_id", description="The grant, where it is about one")
    visit: VisitRef | None = related("Visit", key="visit_id", description="The visit, where it is about one")
    project: ProjectRef | None = related(
        "Project", key="project_id", description="The project, where it is about one"
    )
    event: EventRef | None = related("Event", key="event_id", description="The event, where it is about one")
    task: MobilityTaskRef | None = related(
        "MobilityTask", key="task_id", description="The task of a stay, where it is about one"
    )


@strawberry.input(description="Reminders that match every given field.")
class ReminderFilter:
    waits_for: WaitsFor | None = strawberry.field(default=None, description="That wait for these people")
    kind: DeadlineKind | None = strawberry.field(default=None, description="Of this sort")
    status: ReminderStatus | None = strawberry.field(default=None, description="In this state")


ReminderOrder = order_of("Reminder", due=("due_at", "id"), created=("id",))


@strawberry.type
class ReminderQueries:
    work_list: Connection[Reminder] = listing(
        Listing("Reminder", among=("due_by",), order=("due_by", "id")),
        "What is waited for, over all services, the first due first: one's own; a role's; the office's all",
        filter=among(ReminderFilter, "Only reminders that match"),
    )
    reminders: Connection[Reminder] = listing(
        Listing("Reminder"),
        "Reminders by their deadline, the settled ones too",
        filter=among(ReminderFilter, "Only reminders that match"),
        order_by=by(ReminderOrder),
    )
    reminder: Reminder | None = single("Reminder", "One reminder")
