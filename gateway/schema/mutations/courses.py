"""Commands to the events service about courses."""

from datetime import datetime
from typing import Annotated

import strawberry

from contracts.vocabulary import LanguageLevel
from gateway.commands.command import Command, Service
from gateway.schema.mutations.events import EventPayload, RegistrationPayload
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, perform
from gateway.schema.node import Ask

PLAN = Command(Service.EVENTS, "PUT", "/v1/events/{id}/course", "Event")
ATTEND = Command(Service.EVENTS, "POST", "/v1/events/{id}/attendance", "Event")
CLOSE = Command(Service.EVENTS, "POST", "/v1/events/{id}/close", "Event")
PLACE = Command(Service.EVENTS, "PUT", "/v1/registrations/{id}/placement", "Registration")


@strawberry.input(description="When a session of a course is.")
class CourseSessionInput:
    begins_at: datetime = strawberry.field(description="Begin")
    ends_at: datetime = strawberry.field(description="End")


@strawberry.input(description="A course's sessions and its rule; needs expectedVersion.")
class PlanCourseInput(ChangeInput):
    sessions: list[CourseSessionInput] = strawberry.field(description="In order of time, within the event")
    attendance_percent_min: int = strawberry.field(description="Of the sessions, to complete: 1 to 100")
    level: LanguageLevel | None = given("Of a language course")


@strawberry.input(description="Who was at a session.")
class RecordAttendanceInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The event's node id")
    session: int = strawberry.field(description="Its number, from 1")
    present_ids: list[strawberry.ID] = strawberry.field(
        description="Registrations of those who were there; everybody else was not"
    )


@strawberry.input(description="Which course.")
class CloseCourseInput(ChangeInput):
    pass


@strawberry.input(description="What a placement test gave.")
class RecordPlacementResultInput(ChangeInput):
    level: LanguageLevel = strawberry.field(description="The level")


@strawberry.type
class CourseMutations:
    @strawberry.mutation(
        description="Give a language course or an orientation its sessions, before it begins. Office."
    )
    async def plan_course(self, info: Ask, input: Annotated[PlanCourseInput, ORDER]) -> EventPayload:
        return await perform(info, PLAN, input, EventPayload, "event")

    @strawberry.mutation(description="Enter who was at a session; a later list replaces it. Office.")
    async def record_attendance(
        self, info: Ask, input: Annotated[RecordAttendanceInput, ORDER]
    ) -> EventPayload:
        return await perform(info, ATTEND, input, EventPayload, "event")

    @strawberry.mutation(description="Say who completed a course; it changes no more. Office.")
    async def close_course(self, info: Ask, input: Annotated[CloseCourseInput, ORDER]) -> EventPayload:
        return await perform(info, CLOSE, input, EventPayload, "event")

    @strawberry.mutation(description="Enter the level that a placement test gave. Office.")
    async def record_placement_result(
        self, info: Ask, input: Annotated[RecordPlacementResultInput, ORDER]
    ) -> RegistrationPayload:
        return await perform(info, PLACE, input, RegistrationPayload, "registration")
