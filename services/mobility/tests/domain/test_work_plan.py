"""Teaching hours by the rule, two approvals, and a report."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from contracts.vocabulary import ActivityKind, Programme, Signatory
from services.mobility.adapters.stay_rule_files import stay_rules
from services.mobility.domain.mobility_file import (
    MobilityFile,
    days_of_stay,
    opened,
    plan_approved,
    plan_entered,
    plan_reported,
    with_days,
)
from services.mobility.domain.work_plan import (
    PlanApprovedAlready,
    PlanNotApproved,
    TeachingHoursTooFew,
    TeachingHoursUnknown,
    WorkPlanForStaffOnly,
    WorkPlanMissing,
    hours_needed,
)
from services.mobility.tests.builders import a_mobility

TEACHING, TRAINING = ActivityKind.STAFF_TEACHING, ActivityKind.STAFF_TRAINING
MAY = date(2027, 5, 3)


@pytest.mark.parametrize(("days", "hours"), [(2, 8), (5, 8), (7, 8), (8, 10), (10, 12), (14, 16), (60, 69)])
def test_a_weeks_hours_for_a_week_or_less_then_pro_rata(days: int, hours: int) -> None:
    assert hours_needed(8, days) == hours


@given(st.integers(min_value=1, max_value=90), st.integers(min_value=1, max_value=20))
def test_never_less_than_the_weekly_share_and_never_an_hour_too_many(days: int, weekly: int) -> None:
    needed = hours_needed(weekly, days)
    assert needed >= weekly
    assert (needed - 1) * 7 < weekly * max(days, 7) <= needed * 7


def a_file(ends: date = date(2027, 5, 7), **changes: object) -> MobilityFile:
    facts = {"kind": TEACHING, "begins": MAY, "ends": ends, "partner_id": new_id()} | changes
    return opened(a_mobility(**facts), stay_rules())


def test_too_few_hours_are_refused_by_the_programmes_own_rule() -> None:
    assert plan_entered(a_file(), 8, stay_rules(), None).work_plan is not None
    with pytest.raises(TeachingHoursTooFew):
        plan_entered(a_file(), 7, stay_rules(), None)
    assert plan_entered(a_file(programme=Programme.MEVLANA), 6, stay_rules(), None).work_plan is not None


def test_training_has_no_hours_and_students_no_plan() -> None:
    trained = plan_entered(a_file(kind=TRAINING), 0, stay_rules(), None)
    assert trained.work_plan is not None
    assert trained.work_plan.hours_needed == 0
    with pytest.raises(WorkPlanForStaffOnly):
        plan_entered(a_file(kind=ActivityKind.STUDENT_STUDY), 8, stay_rules(), None)


def test_hours_that_nobody_published_are_refused() -> None:
    with pytest.raises(TeachingHoursUnknown):
        stay_rules().teaching_hours(Programme.BILATERAL, 2024)


def approved(file: MobilityFile) -> MobilityFile:
    ours = plan_approved(file, Signatory.HOME, date(2027, 4, 1), None)
    return plan_approved(ours, Signatory.PARTNER, date(2027, 4, 9), None)


def test_both_institutions_approve_each_once_and_a_new_plan_begins_anew() -> None:
    file = approved(plan_entered(a_file(), 8, stay_rules(), None))
    assert file.work_plan is not None
    assert file.work_plan.approved_on == date(2027, 4, 9)
    with pytest.raises(PlanApprovedAlready):
        plan_approved(file, Signatory.HOME, MAY, None)
    again = plan_entered(file, 10, stay_rules(), None)
    assert again.work_plan is not None
    assert again.work_plan.approved_on is None


def test_a_report_needs_an_approved_plan_and_shows_what_is_missing() -> None:
    with pytest.raises(WorkPlanMissing):
        plan_reported(a_file(), 8, MAY, None)
    with pytest.raises(PlanNotApproved):
        plan_reported(plan_entered(a_file(), 8, stay_rules(), None), 8, MAY, None)
    short = plan_reported(approved(plan_entered(a_file(), 8, stay_rules(), None)), 6, MAY, None)
    assert short.work_plan is not None
    assert (short.work_plan.taught_hours, short.work_plan.hours_missing) == (6, 2)


def test_a_longer_stay_needs_more_hours() -> None:
    file = plan_entered(a_file(), 8, stay_rules(), None)
    longer = a_mobility(kind=TEACHING, begins=MAY, ends=date(2027, 5, 16))
    moved = with_days(file, days_of_stay(longer))
    assert moved.work_plan is not None
    assert (moved.work_plan.stay_days, moved.work_plan.hours_needed) == (14, 16)
