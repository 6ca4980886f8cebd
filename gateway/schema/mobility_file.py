"""MobilityFile and MobilityTask: what surrounds a stay. Read mobility_file_view and mobility_task_view."""

from datetime import date

import strawberry

from contracts.vocabulary import (
    ActivityKind,
    Direction,
    MobilityTaskStatus,
    NominationStatus,
    Programme,
    Signatory,
    StayMilestone,
    StayStep,
    WaitsFor,
)
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, children, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import MobilityFileRef, MobilityRef, MobilityTaskRef, PartnerRef, PersonRef
from gateway.schema.values import LocalizedText


@strawberry.type(description="An institution's approval of a work plan.")
class WorkPlanApproval:
    party: Signatory = strawberry.field(description="Who approved")
    approved_on: date = strawberry.field(description="When")


@strawberry.type(description="What staff do abroad.")
class WorkPlan:
    teaching_hours: int = strawberry.field(description="Planned")
    hours_needed: int = strawberry.field(description="By the programme's rule; 0 for training")
    approvals: list[WorkPlanApproval] = strawberry.field(description="Of the two institutions")
    approved_on: date | None = strawberry.field(description="Day of the second approval")
    taught_hours: int | None = strawberry.field(description="What the report says")
    hours_missing: int = strawberry.field(description="Needed hours that the report does not show")
    reported_on: date | None = strawberry.field(description="When it was reported")


@strawberry.type(description="What the office keeps of a stay beside its dates: nomination and tasks.")
class MobilityFile(Node):
    programme: Programme = strawberry.field(description="Under which programme")
    direction: Direction = strawberry.field(description="Out or in")
    kind: ActivityKind = strawberry.field(description="What is done")
    academic_year: str = strawberry.field(description="When, like 2026/2027")
    faculty: str | None = strawberry.field(description="Faculty code")
    nomination_status: NominationStatus = strawberry.field(description="Where the nomination stands")
    nominated_on: date | None = strawberry.field(description="When the partner was told")
    answer_by: date | None = strawberry.field(description="By when the partner has to answer")
    answered_on: date | None = strawberry.field(description="When it answered")
    tasks_waiting: int = strawberry.field(description="How many tasks wait")
    next_due_on: date | None = strawberry.field(description="The first due day among them")
    work_plan: WorkPlan | None = strawberry.field(description="Of staff only")
    tasks: Connection[MobilityTaskRef] = children(
        "MobilityTask", key="file_id", description="Its tasks, the first due first"
    )
    mobility: MobilityRef | None = related("Mobility", key="id", description="Of which stay")
    person: PersonRef | None = related("Person", key="person_id", description="Whose")
    partner: PartnerRef | None = related("Partner", key="partner_id", description="Where to or from")


@strawberry.type(description="Something to be done or handed in for a stay. Its version is its file's.")
class MobilityTask(Node):
    code: str = strawberry.field(description="Stable, like learning-agreement")
    programme: Programme = strawberry.field(description="Under which programme")
    direction: Direction = strawberry.field(description="Out or in")
    faculty: str | None = strawberry.field(description="Faculty code")
    label: LocalizedText = strawberry.field(description="In words")
    counted_from: StayMilestone = strawberry.field(description="From which day the due day is counted")
    due_on: date | None = strawberry.field(description="Null while that day, or the rule, is not known")
    status: MobilityTaskStatus = strawberry.field(description="Whether it waits")
    done_on: date | None = strawberry.field(description="When it was done")
    reminders: int = strawberry.field(description="How often the person was reminded")
    reminded_on: date | None = strawberry.field(description="Last time")
    source: str = strawberry.field(description="Where the rule is published; empty: the office's own day")
    required_for: StayStep | None = strawberry.field(
        description="This step of the stay is refused while the task waits"
    )
    waits_for: WaitsFor = strawberry.field(description="Whose work it is")
    file: MobilityFileRef | None = related("MobilityFile", key="file_id", description="In which file")
    person: PersonRef | None = related("Person", key="person_id", description="Whose")


@strawberry.input(description="Files that match every given field.")
class MobilityFileFilter:
    programme: Programme | None = strawberry.field(default=None, description="Under this programme")
    direction: Direction | None = strawberry.field(default=None, description="Out or in")
    nomination_status: NominationStatus | None = strawberry.field(
        default=None, description="With a nomination in this state"
    )
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    partner_id: strawberry.ID | None = strawberry.field(default=None, description="With this partner")


@strawberry.input(description="Tasks that match every given field.")
class MobilityTaskFilter:
    status: MobilityTaskStatus | None = strawberry.field(default=None, description="In this state")
    due_before: date | None = strawberry.field(
        default=None, description="Due before this day; without a due day it is never before"
    )
    code: str | None = strawberry.field(default=None, description="With this code")
    programme: Programme | None = strawberry.field(default=None, description="Under this programme")
    direction: Direction | None = strawberry.field(default=None, description="Out or in")
    faculty: str | None = strawberry.field(default=None, description="Of this faculty")
    person_id: strawberry.ID | None = strawberry.field(default=None, description="Of this person")
    file_id: strawberry.ID | None = strawberry.field(default=None, description="In this file")


MobilityFileOrder = order_of("MobilityFile", created=("id",), due=("due_by", "id"))
MobilityTaskOrder = order_of("MobilityTask", due=("due_by", "id"))


@strawberry.type
class MobilityFileQueries:
    mobility_files: Connection[MobilityFile] = listing(
        Listing("MobilityFile"),
        "Files of stays, oldest first",
        filter=among(MobilityFileFilter, "Only files that match"),
        order_by=by(MobilityFileOrder),
    )
    mobility_file: MobilityFile | None = single("MobilityFile", "One file")
    mobility_tasks: Connection[MobilityTask] = listing(
        Listing("MobilityTask"),
        "The work list: tasks of all files, the first due first; those without a day come last",
        filter=among(MobilityTaskFilter, "Only tasks that match"),
        order_by=by(MobilityTaskOrder),
    )
    mobility_task: MobilityTask | None = single("MobilityTask", "One task")
