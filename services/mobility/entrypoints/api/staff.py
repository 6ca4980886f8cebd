"""Stays of staff: planned by the office, with a work plan that both institutions approve, and a report."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from chassis.identity.access import allowed
from chassis.identity.caller import Role
from contracts import mobility as published
from contracts import stays
from contracts.vocabulary import ActivityKind, Programme, Signatory
from services.mobility.adapters.rule_files import rule_book
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.adapters.work import MobilityWork
from services.mobility.application.plan_staff_stay import plan_staff_stay
from services.mobility.application.published_language import file_state, mobility_state
from services.mobility.application.work_plan import approve_plan, enter_plan, report_work
from services.mobility.domain.mobility_file import MobilityFile, NoSuchFile
from services.mobility.domain.staff_mobility import StaffStay
from services.mobility.entrypoints.api.edge import MobilityEdge
from services.mobility.entrypoints.api.inputs import AcademicYear, Country, Day, Input

router = APIRouter(tags=["staff"])

Hours = Annotated[int, Field(ge=0, le=500)]


class StaffStayIn(Input):
    person_id: UUID
    programme: Programme
    call_year: int = Field(ge=1987, le=2100)
    academic_year: AcademicYear
    kind: ActivityKind
    begins: Day
    ends: Day
    partner_id: UUID | None = None
    agreement_id: UUID | None = None
    host_country: Country | None = Field(default=None, description="A partner's is the directory's")

    def stay(self) -> StaffStay:
        return StaffStay(**self.model_dump(exclude={"person_id"}))


class PlanIn(Input):
    teaching_hours: Hours = Field(description="None needed for training")


class ApprovalIn(Input):
    party: Signatory
    approved_on: Day | None = Field(default=None, description="Today, if it is left out")


class ReportIn(Input):
    taught_hours: Hours
    reported_on: Day | None = Field(default=None, description="Today, if it is left out")


@router.post("/staff-mobilities", status_code=201, response_model=published.Mobility)
@allowed(everything=[Role.OFFICE])
async def plan(body: StaffStayIn, edge: MobilityEdge) -> Response:
    """2 to 60 days for Erasmus+, travel left out; the grant follows by itself."""
    return await edge.run(
        lambda work: plan_staff_stay(body.person_id, body.stay(), work, rule_book()), mobility_state, 201
    )


@router.post("/files/{file_id}/work-plan", response_model=stays.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def enter(file_id: UUID, body: PlanIn, edge: MobilityEdge) -> Response:
    """A new plan has no approvals yet."""
    version = edge.expected_version
    return await _change(
        file_id,
        edge,
        lambda work: enter_plan(file_id, body.teaching_hours, work, stay_rules(), expected=version),
    )


@router.post("/files/{file_id}/work-plan/approvals", response_model=stays.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def approve(file_id: UUID, body: ApprovalIn, edge: MobilityEdge) -> Response:
    """By us, or by the host."""
    day, version = body.approved_on or edge.today(), edge.expected_version
    return await _change(
        file_id, edge, lambda work: approve_plan(file_id, body.party, day, work, expected=version)
    )


@router.post("/files/{file_id}/work-plan/report", response_model=stays.MobilityFile)
@allowed(everything=[Role.OFFICE], faculty=[Role.COORDINATOR])
async def report(file_id: UUID, body: ReportIn, edge: MobilityEdge) -> Response:
    """What was taught; ``hours_missing`` says what the rule asked beyond it."""
    day, version = body.reported_on or edge.today(), edge.expected_version
    return await _change(
        file_id, edge, lambda work: report_work(file_id, body.taught_hours, day, work, expected=version)
    )


async def _change(
    file_id: UUID, edge: MobilityEdge, change: Callable[[MobilityWork], Awaitable[MobilityFile]]
) -> Response:
    async def command(work: MobilityWork) -> MobilityFile:
        file = await work.files.get(file_id)
        edge.sight.require(NoSuchFile(), person_id=file.person_id, faculty=file.faculty)
        return await change(work)

    return await edge.run(command, file_state)
