"""Commands to the mobility service about stays of staff."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import ActivityKind, Programme, Signatory
from gateway.commands.command import Command, Service
from gateway.schema.mutations.files import MobilityFilePayload
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, perform
from gateway.schema.mutations.stays import MobilityPayload
from gateway.schema.node import Ask


def _to(path: str, type_name: str) -> Command:
    return Command(Service.MOBILITY, "POST", path, type_name)


PLAN_STAY = _to("/v1/staff-mobilities", "Mobility")
ENTER_PLAN = _to("/v1/files/{id}/work-plan", "MobilityFile")
APPROVE_PLAN = _to("/v1/files/{id}/work-plan/approvals", "MobilityFile")
REPORT = _to("/v1/files/{id}/work-plan/report", "MobilityFile")


@strawberry.input(description="A stay of staff, as the office decided it.")
class PlanStaffMobilityInput(CommandInput):
    person_id: strawberry.ID = strawberry.field(description="Who goes; on record as staff")
    programme: Programme = strawberry.field(description="Under which programme")
    call_year: int = strawberry.field(description="Whose rates and rules hold")
    academic_year: str = strawberry.field(description="When, like 2026/2027")
    kind: ActivityKind = strawberry.field(description="Teaching or training")
    begins: date = strawberry.field(description="First day, travel left out")
    ends: date = strawberry.field(description="Last day, travel left out")
    partner_id: strawberry.ID | None = given("Where, if it is in the directory")
    agreement_id: strawberry.ID | None = given("Under which agreement")
    host_country: str | None = given("Where, ISO 3166-1 alpha-2; a partner's is the directory's")


@strawberry.input(description="A work plan; training needs no hours.")
class EnterWorkPlanInput(ChangeInput):
    teaching_hours: int = strawberry.field(description="Hours of teaching in all")


@strawberry.input(description="An institution's approval.")
class ApproveWorkPlanInput(ChangeInput):
    party: Signatory = strawberry.field(description="We, or the host")
    approved_on: date | None = given("When; today, if it is left out")


@strawberry.input(description="What was taught.")
class ReportWorkInput(ChangeInput):
    taught_hours: int = strawberry.field(description="Hours of teaching in all")
    reported_on: date | None = given("When; today, if it is left out")


@strawberry.type
class StaffMutations:
    @strawberry.mutation(description="Plan a teaching or training stay of staff. Office.")
    async def plan_staff_mobility(
        self, info: Ask, input: Annotated[PlanStaffMobilityInput, ORDER]
    ) -> MobilityPayload:
        return await perform(info, PLAN_STAY, input, MobilityPayload, "mobility")

    @strawberry.mutation(
        description="Enter the work plan of a staff stay; it has no approvals yet. Office, coordinator."
    )
    async def enter_work_plan(
        self, info: Ask, input: Annotated[EnterWorkPlanInput, ORDER]
    ) -> MobilityFilePayload:
        return await perform(info, ENTER_PLAN, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(description="Record an approval of the work plan. Office, coordinator.")
    async def approve_work_plan(
        self, info: Ask, input: Annotated[ApproveWorkPlanInput, ORDER]
    ) -> MobilityFilePayload:
        return await perform(info, APPROVE_PLAN, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(description="Record the report on a staff stay. Office, coordinator.")
    async def report_work(self, info: Ask, input: Annotated[ReportWorkInput, ORDER]) -> MobilityFilePayload:
        return await perform(info, REPORT, input, MobilityFilePayload, "mobility_file")
