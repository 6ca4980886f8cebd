"""The work plan in the file of a staff stay: entered, approved by both institutions, reported."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from contracts.stays import WorkPlanApproved, WorkPlanned, WorkReported
from contracts.vocabulary import Signatory
from services.mobility.application.mobility_file import settle_by
from services.mobility.application.published_language import file_state
from services.mobility.application.work import Work
from services.mobility.domain.mobility_file import (
    MobilityFile,
    plan_approved,
    plan_entered,
    plan_reported,
)
from services.mobility.domain.proofs import proofs_of_plan
from services.mobility.domain.stay_rules import StayRules


async def enter_plan(
    file_id: UUID, teaching_hours: int, work: Work, rules: StayRules, *, expected: int | None
) -> MobilityFile:
    """Raises: WorkPlanForStaffOnly, TeachingHoursUnknown, TeachingHoursTooFew, StaleVersion."""
    file = plan_entered(await work.files.lock(file_id), teaching_hours, rules, expected)
    await work.files.save(file, WorkPlanned(state=file_state(file)))
    return file


async def approve_plan(
    file_id: UUID, party: Signatory, day: date, work: Work, *, expected: int | None
) -> MobilityFile:
    """Raises: WorkPlanMissing, PlanApprovedAlready, StaleVersion."""
    file = plan_approved(await work.files.lock(file_id), party, day, expected)
    await work.files.save(file, WorkPlanApproved(state=file_state(file)))
    return await settle_by(file, proofs_of_plan(file), work)


async def report_work(
    file_id: UUID, taught_hours: int, day: date, work: Work, *, expected: int | None
) -> MobilityFile:
    """Raises: WorkPlanMissing, PlanNotApproved, StaleVersion."""
    file = plan_reported(await work.files.lock(file_id), taught_hours, day, expected)
    await work.files.save(file, WorkReported(state=file_state(file)))
    return await settle_by(file, proofs_of_plan(file), work)
