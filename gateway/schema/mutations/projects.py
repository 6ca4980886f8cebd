"""Commands to the events service about projects."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import ProjectRole
from gateway.commands.command import Command, Service
from gateway.schema.mutations.inputs import LocalizedTextInput, MoneyInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.mutations.preparing import FinishTaskInput, TaskInput
from gateway.schema.node import Ask
from gateway.schema.project import Project

DRAFT = Command(Service.EVENTS, "POST", "/v1/projects", "Project")
CHANGE = Command(Service.EVENTS, "PUT", "/v1/projects/{id}", "Project")
APPLY = Command(Service.EVENTS, "POST", "/v1/projects/{id}/apply", "Project")
GRANT = Command(Service.EVENTS, "POST", "/v1/projects/{id}/grant", "Project")
REFUSE = Command(Service.EVENTS, "POST", "/v1/projects/{id}/refuse", "Project")
START = Command(Service.EVENTS, "POST", "/v1/projects/{id}/start", "Project")
REPORT = Command(Service.EVENTS, "POST", "/v1/projects/{id}/report", "Project")
CLOSE = Command(Service.EVENTS, "POST", "/v1/projects/{id}/close", "Project")
ADD_TASKS = Command(Service.EVENTS, "POST", "/v1/projects/{id}/tasks", "Project")
FINISH_TASK = Command(Service.EVENTS, "POST", "/v1/projects/{id}/tasks/done", "Project")


@strawberry.type(description="A project after a command.")
class ProjectPayload(Payload):
    project: Project | None = strawberry.field(description="The project, as the caller may see it")


@strawberry.input(description="One of ours, and what they do in a project.")
class ProjectMemberInput:
    person_id: strawberry.ID = strawberry.field(description="Who")
    role: ProjectRole = strawberry.field(description="What they do")


@strawberry.input(description="Where a project's money stands in finance's books.")
class ProjectBudgetInput:
    reference: str = strawberry.field(description="As finance names it")
    amount: MoneyInput = strawberry.field(description="How much of it is the project's")


@strawberry.input
class ProjectContent:
    """What both inputs say of it."""

    title: LocalizedTextInput = strawberry.field(description="Its title")
    call: str = strawberry.field(description="The call's name; fixed once it has applied")
    source: str = strawberry.field(description="Who calls; fixed once it has applied")
    apply_by: date = strawberry.field(description="The last day to apply; fixed once it has applied")
    partner_ids: list[strawberry.ID] | None = given("With whom")
    members: list[ProjectMemberInput] | None = given("Our people in it")
    budget: ProjectBudgetInput | None = given("Its money; needed to start it")
    documents: list[str] | None = given("References, as the office files them")


@strawberry.input(description="An idea for somebody's call.")
class DraftProjectInput(CommandInput, ProjectContent):
    pass


@strawberry.input(description="The whole new content of a project; needs expectedVersion. Tasks stay.")
class ChangeProjectInput(ChangeInput, ProjectContent):
    pass


@strawberry.input(description="Which project.")
class ProjectInput(ChangeInput):
    pass


@strawberry.input(description="What came of a project.")
class ReportProjectInput(ChangeInput):
    result: LocalizedTextInput = strawberry.field(description="What came of it")


@strawberry.input(description="What is to be done in a project.")
class AddProjectTasksInput(ChangeInput):
    tasks: list[TaskInput] = strawberry.field(description="Each gets a number of its own")


@strawberry.type
class ProjectMutations:
    @strawberry.mutation(description="Write down an idea for somebody's call. Office.")
    async def draft_project(self, info: Ask, input: Annotated[DraftProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, DRAFT, input, ProjectPayload, "project")

    @strawberry.mutation(description="Replace a project's content. Office.")
    async def change_project(self, info: Ask, input: Annotated[ChangeProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, CHANGE, input, ProjectPayload, "project")

    @strawberry.mutation(description="The application is out; until the last day to apply. Office.")
    async def apply_with_project(self, info: Ask, input: Annotated[ProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, APPLY, input, ProjectPayload, "project")

    @strawberry.mutation(description="Who called said yes. Office.")
    async def grant_project(self, info: Ask, input: Annotated[ProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, GRANT, input, ProjectPayload, "project")

    @strawberry.mutation(description="Who called said no. Office.")
    async def refuse_project(self, info: Ask, input: Annotated[ProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, REFUSE, input, ProjectPayload, "project")

    @strawberry.mutation(description="A granted project runs; it names its budget by then. Office.")
    async def start_project(self, info: Ask, input: Annotated[ProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, START, input, ProjectPayload, "project")

    @strawberry.mutation(description="Say what came of a running project. Office.")
    async def report_project(self, info: Ask, input: Annotated[ReportProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, REPORT, input, ProjectPayload, "project")

    @strawberry.mutation(description="A reported project is over, once its tasks are done. Office.")
    async def close_project(self, info: Ask, input: Annotated[ProjectInput, ORDER]) -> ProjectPayload:
        return await perform(info, CLOSE, input, ProjectPayload, "project")

    @strawberry.mutation(description="Say what is to be done in a project, and by when. Office.")
    async def add_project_tasks(
        self, info: Ask, input: Annotated[AddProjectTasksInput, ORDER]
    ) -> ProjectPayload:
        return await perform(info, ADD_TASKS, input, ProjectPayload, "project")

    @strawberry.mutation(description="A task of a project is done. Office.")
    async def finish_project_task(
        self, info: Ask, input: Annotated[FinishTaskInput, ORDER]
    ) -> ProjectPayload:
        return await perform(info, FINISH_TASK, input, ProjectPayload, "project")
