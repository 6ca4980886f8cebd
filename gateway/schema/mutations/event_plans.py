"""Commands to the events service about plans of events."""

from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.event_plan import EventPlan
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.mutations.preparing import CostInput, FinishTaskInput, TaskInput
from gateway.schema.node import Ask

PLAN = Command(Service.EVENTS, "POST", "/v1/events/{id}/plan", "EventPlan")
CORRECT_COSTS = Command(Service.EVENTS, "PUT", "/v1/events/{id}/plan/costs", "EventPlan")
ADD_TASKS = Command(Service.EVENTS, "POST", "/v1/events/{id}/plan/tasks", "EventPlan")
FINISH_TASK = Command(Service.EVENTS, "POST", "/v1/events/{id}/plan/tasks/done", "EventPlan")


@strawberry.type(description="A plan after a command.")
class EventPlanPayload(Payload):
    event_plan: EventPlan | None = strawberry.field(description="The plan, as the caller may see it")


@strawberry.input(description="The plan of an event that has none.")
class PlanEventInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The event's node id")
    costs: list[CostInput] | None = given("What it costs")
    tasks: list[TaskInput] | None = given("What is to be done; each gets a number of its own")


@strawberry.input(description="All costs of an event; needs expectedVersion. Tasks stay.")
class CorrectEventCostsInput(ChangeInput):
    costs: list[CostInput] = strawberry.field(description="These and no others")


@strawberry.input(description="What more is to be done for an event.")
class AddEventTasksInput(ChangeInput):
    tasks: list[TaskInput] = strawberry.field(description="Each gets a number of its own")


@strawberry.type
class EventPlanMutations:
    @strawberry.mutation(description="Plan an event: tasks and costs, once. Office.")
    async def plan_event(self, info: Ask, input: Annotated[PlanEventInput, ORDER]) -> EventPlanPayload:
        return await perform(info, PLAN, input, EventPlanPayload, "event_plan")

    @strawberry.mutation(description="Replace an event's costs, also long after it. Office.")
    async def correct_event_costs(
        self, info: Ask, input: Annotated[CorrectEventCostsInput, ORDER]
    ) -> EventPlanPayload:
        return await perform(info, CORRECT_COSTS, input, EventPlanPayload, "event_plan")

    @strawberry.mutation(description="Say what more is to be done for an event, by whom and when. Office.")
    async def add_event_tasks(
        self, info: Ask, input: Annotated[AddEventTasksInput, ORDER]
    ) -> EventPlanPayload:
        return await perform(info, ADD_TASKS, input, EventPlanPayload, "event_plan")

    @strawberry.mutation(description="A task of an event's plan is done. Office.")
    async def finish_event_task(
        self, info: Ask, input: Annotated[FinishTaskInput, ORDER]
    ) -> EventPlanPayload:
        return await perform(info, FINISH_TASK, input, EventPlanPayload, "event_plan")
