"""Commands to the events service about visits and their guests."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import Direction, Meal
from gateway.commands.command import Command, Service
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import (
    ORDER,
    ChangeInput,
    CommandInput,
    Payload,
    ask,
    perform,
)
from gateway.schema.mutations.preparing import CostInput, FinishTaskInput, TaskInput
from gateway.schema.node import Ask
from gateway.schema.visit import Visit

PLAN = Command(Service.EVENTS, "POST", "/v1/visits", "Visit")
CHANGE = Command(Service.EVENTS, "PUT", "/v1/visits/{id}", "Visit")
CONFIRM = Command(Service.EVENTS, "POST", "/v1/visits/{id}/confirm", "Visit")
HOLD = Command(Service.EVENTS, "POST", "/v1/visits/{id}/hold", "Visit")
CANCEL = Command(Service.EVENTS, "POST", "/v1/visits/{id}/cancel", "Visit")
REPORT = Command(Service.EVENTS, "POST", "/v1/visits/{id}/report", "Visit")
FINISH = Command(Service.EVENTS, "POST", "/v1/visits/{id}/follow-ups/done", "Visit")
NAME_GUESTS = Command(Service.EVENTS, "PUT", "/v1/visits/{id}/guests", "Visit")
FORGET_GUESTS = Command(Service.EVENTS, "POST", "/v1/visits/{id}/guests/forget", "Visit")
OPEN_GUESTS = Command(Service.EVENTS, "GET", "/v1/visits/{id}/guests", None)


@strawberry.type(description="A visit after a command.")
class VisitPayload(Payload):
    visit: Visit | None = strawberry.field(description="The visit, as the caller may see it")


@strawberry.type(description="Somebody of a partner who comes.")
class Guest:
    name: str = strawberry.field(description="Name")
    role: str = strawberry.field(description="What they are there")


@strawberry.type(description="Who the guests of a visit are, as the events service keeps it.")
class VisitGuestsPayload(Payload):
    guests: list[Guest] | None = strawberry.field(
        description="Empty when there are none and when they were forgotten; null when refused"
    )


@strawberry.input(description="One entry of a visit's programme.")
class ProgrammeItemInput:
    day: date = strawberry.field(description="On which day")
    at: str | None = given("Local time where it takes place, like 09:30")
    place: str = strawberry.field(description="Where")
    what: LocalizedTextInput = strawberry.field(description="What happens")


@strawberry.input(description="Rooms for guests at one place.")
class HostedRoomInput:
    place: str = strawberry.field(description="Where")
    rooms: int = strawberry.field(description="How many")
    begins: date = strawberry.field(description="From which day")
    until: date = strawberry.field(description="The morning on which they are left")


@strawberry.input(description="A meal with guests.")
class HostedMealInput:
    day: date = strawberry.field(description="On which day")
    meal: Meal = strawberry.field(description="Which one")
    place: str = strawberry.field(description="Where")
    people: int = strawberry.field(description="For how many")


@strawberry.input(description="How a delegation that comes is put up.")
class HostingInput:
    rooms: list[HostedRoomInput] | None = given("Where they sleep")
    meals: list[HostedMealInput] | None = given("What they eat, when and where")


@strawberry.input
class VisitPlan:
    """What both inputs say of it."""

    purpose: LocalizedTextInput = strawberry.field(description="What for")
    direction: Direction = strawberry.field(description="Whether it leaves or comes")
    partner_id: strawberry.ID = strawberry.field(description="With whom")
    host: str = strawberry.field(description="The unit or institution that receives it; no person's name")
    begins_on: date = strawberry.field(description="First day")
    ends_on: date = strawberry.field(description="Last day")
    person_ids: list[strawberry.ID] | None = strawberry.field(
        default=strawberry.UNSET, description="Our people: who goes, or who receives"
    )
    programme: list[ProgrammeItemInput] | None = given("What happens, day by day")
    costs: list[CostInput] | None = given("What it costs")
    hosting: HostingInput | None = given("How guests are put up; only of a visit that comes")
    letters: list[str] | None = given("Numbers in the register of correspondence")


@strawberry.input(description="A delegation that is to leave or to come.")
class PlanVisitInput(CommandInput, VisitPlan):
    pass


@strawberry.input(description="The whole new plan of a visit; needs expectedVersion.")
class ChangeVisitInput(ChangeInput, VisitPlan):
    pass


@strawberry.input(description="Which visit.")
class VisitInput(ChangeInput):
    pass


@strawberry.input(description="What came of a visit, and what is to be done about it.")
class ReportVisitInput(ChangeInput):
    outcome: LocalizedTextInput = strawberry.field(description="What came of it")
    follow_ups: list[TaskInput] | None = given("What is to be done about it")


@strawberry.input(description="Somebody of a partner who comes.")
class GuestInput:
    name: str = strawberry.field(description="Name")
    role: str = strawberry.field(description="What they are there")


@strawberry.input(description="Who comes: these and no others; needs expectedVersion.")
class NameVisitGuestsInput(ChangeInput):
    guests: list[GuestInput] = strawberry.field(description="All of them")


@strawberry.input(description="Whose guests are forgotten.")
class ForgetVisitGuestsInput(ChangeInput):
    name: str | None = given("Only those of this name; all when left out")


@strawberry.type
class VisitMutations:
    @strawberry.mutation(description="Plan a delegation that leaves or comes. Office.")
    async def plan_visit(self, info: Ask, input: Annotated[PlanVisitInput, ORDER]) -> VisitPayload:
        return await perform(info, PLAN, input, VisitPayload, "visit")

    @strawberry.mutation(
        description="Replace a visit's plan; once it was held only costs and letters. Office."
    )
    async def change_visit(self, info: Ask, input: Annotated[ChangeVisitInput, ORDER]) -> VisitPayload:
        return await perform(info, CHANGE, input, VisitPayload, "visit")

    @strawberry.mutation(description="The partner agreed to a visit. Office.")
    async def confirm_visit(self, info: Ask, input: Annotated[VisitInput, ORDER]) -> VisitPayload:
        return await perform(info, CONFIRM, input, VisitPayload, "visit")

    @strawberry.mutation(description="A confirmed visit takes place; from its first day on. Office.")
    async def hold_visit(self, info: Ask, input: Annotated[VisitInput, ORDER]) -> VisitPayload:
        return await perform(info, HOLD, input, VisitPayload, "visit")

    @strawberry.mutation(description="Call a visit off before it is held. Office.")
    async def cancel_visit(self, info: Ask, input: Annotated[VisitInput, ORDER]) -> VisitPayload:
        return await perform(info, CANCEL, input, VisitPayload, "visit")

    @strawberry.mutation(description="Say what came of a visit that was held. Office.")
    async def report_visit(self, info: Ask, input: Annotated[ReportVisitInput, ORDER]) -> VisitPayload:
        return await perform(info, REPORT, input, VisitPayload, "visit")

    @strawberry.mutation(description="What was to be done about a visit is done. Office.")
    async def finish_follow_up(self, info: Ask, input: Annotated[FinishTaskInput, ORDER]) -> VisitPayload:
        return await perform(info, FINISH, input, VisitPayload, "visit")

    @strawberry.mutation(description="Say who of the partner comes; only the office is ever told. Office.")
    async def name_visit_guests(
        self, info: Ask, input: Annotated[NameVisitGuestsInput, ORDER]
    ) -> VisitPayload:
        return await perform(info, NAME_GUESTS, input, VisitPayload, "visit")

    @strawberry.mutation(description="Forget who came, at once and for good. Office.")
    async def forget_visit_guests(
        self, info: Ask, input: Annotated[ForgetVisitGuestsInput, ORDER]
    ) -> VisitPayload:
        return await perform(info, FORGET_GUESTS, input, VisitPayload, "visit")

    @strawberry.mutation(description="Be told who the guests of a visit are; no view knows. Office.")
    async def open_visit_guests(self, info: Ask, input: Annotated[VisitInput, ORDER]) -> VisitGuestsPayload:
        return await ask(
            info, OPEN_GUESTS, input, VisitGuestsPayload, lambda answer: {"guests": answer["guests"]}
        )
