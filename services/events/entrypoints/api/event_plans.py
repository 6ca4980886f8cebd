"""Plans of events: tasks and costs, the office's own."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field, TypeAdapter

from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts.event_plans import EventPlan as EventPlanOut
from services.events.application.event_planned import state_of
from services.events.application.plan_event import add_tasks, amend_plan, plan_event
from services.events.domain import event_plan as plans
from services.events.domain.event_plan import Costs
from services.events.entrypoints.api.cost_models import CostIn
from services.events.entrypoints.api.edge import EventsEdge
from services.events.entrypoints.api.models import Input
from services.events.entrypoints.api.task_models import MANY, TaskDone, TaskIn, TasksIn

router = APIRouter(prefix="/events/{event_id}/plan", tags=["event plans"])

COSTS = TypeAdapter(Costs)


class CostsIn(Input):
    costs: tuple[CostIn, ...] = Field(default=(), max_length=MANY, description="Each kind once")

    def all(self) -> Costs:
        """The names are the domain's own."""
        return COSTS.validate_python([each.model_dump() for each in self.costs])


class PlanIn(CostsIn):
    tasks: tuple[TaskIn, ...] = Field(default=(), max_length=MANY)


@router.post("", status_code=201, response_model=EventPlanOut)
@allowed(everything=[Role.OFFICE])
async def begin(event_id: UUID, body: PlanIn, edge: EventsEdge) -> Response:
    """An event has one plan, or none."""
    wanted = [each.wanted() for each in body.tasks]
    return await edge.run(lambda work: plan_event(event_id, body.all(), wanted, work), state_of, status=201)


@router.get("", response_model=EventPlanOut)
@allowed(everything=[Role.OFFICE])
async def read_plan(event_id: UUID, edge: EventsEdge) -> Response:
    return await edge.read(lambda work: work.event_plans.get(event_id), state_of)


@router.put("/costs", response_model=EventPlanOut)
@allowed(everything=[Role.OFFICE])
async def correct_costs(event_id: UUID, body: CostsIn, edge: EventsEdge) -> Response:
    """These and no others; `If-Match` names the version it is based on. Also long after the event."""
    version, costs = edge.require_version(), body.all()
    return await edge.run(
        lambda work: amend_plan(event_id, lambda plan: plans.correct_costs(plan, costs), version, work),
        state_of,
    )


@router.post("/tasks", response_model=EventPlanOut)
@allowed(everything=[Role.OFFICE])
async def more_tasks(event_id: UUID, body: TasksIn, edge: EventsEdge) -> Response:
    version = edge.expected_version
    return await edge.run(lambda work: add_tasks(event_id, body.wanted(), version, work), state_of)


@router.post("/tasks/done", response_model=EventPlanOut)
@allowed(everything=[Role.OFFICE])
async def task_done(event_id: UUID, body: TaskDone, edge: EventsEdge) -> Response:
    version, today = edge.expected_version, edge.today()
    return await edge.run(
        lambda work: amend_plan(
            event_id, lambda plan: plans.finish_task(plan, body.number, today), version, work
        ),
        state_of,
    )
