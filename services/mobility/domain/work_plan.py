"""Work plans of staff: teaching hours by the rule, approved by both institutions, and the report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from chassis.refusal import Kind, Refusal
from contracts.vocabulary import ActivityKind, Programme, Signatory

DAYS_A_WEEK = 7
STAFF = frozenset({ActivityKind.STAFF_TEACHING, ActivityKind.STAFF_TRAINING})


class WorkPlanForStaffOnly(Refusal):
    code = "work-plan-for-staff"
    tr, en = "'{kind}' için iş planı yapılmaz.", "A '{kind}' has no work plan."
    next_tr, next_en = (
        "Öğrenciler için öğrenim anlaşması kullanın.",
        "For students use the learning agreement.",
    )


class WorkPlanMissing(Refusal):
    code, kind = "work-plan-missing", Kind.CONFLICT
    tr, en = "Bu dosyada iş planı yok.", "This file has no work plan."
    next_tr, next_en = "Önce iş planını girin.", "Enter the work plan first."


class TeachingHoursTooFew(Refusal):
    code = "teaching-hours-too-few"
    tr = "{stay_days} günlük ders verme için en az {needed} saat gerekir; {planned} saat planlanmış."
    en = "Teaching for {stay_days} days needs {needed} hours at least; {planned} are planned."
    next_tr, next_en = "Saatleri artırın ya da süreyi kısaltın.", "Plan more hours, or a shorter stay."


class TeachingHoursUnknown(Refusal):
    code = "teaching-hours-unknown"
    tr = "{programme} programının {call_year} çağrısında haftalık ders saati bilinmiyor."
    en = "The teaching hours a week of {programme}, call year {call_year}, are not known."
    next_tr = "Saati kaynağıyla teaching_hours.csv dosyasına ekleyin."
    next_en = "Add them, with their source, to teaching_hours.csv."


class PlanApprovedAlready(Refusal):
    code, kind = "work-plan-approved-already", Kind.CONFLICT
    tr, en = "'{party}' planı zaten onayladı.", "'{party}' has approved the plan already."
    next_tr, next_en = "Eksik onaya bakın.", "Look at which approval is missing."


class PlanNotApproved(Refusal):
    code, kind = "work-plan-not-approved", Kind.CONFLICT
    tr, en = "İş planını iki kurum da onaylamadı.", "The work plan is not approved by both institutions."
    next_tr, next_en = "Önce onayları kaydedin.", "Record the approvals first."


@dataclass(frozen=True, slots=True)
class TeachingRule:
    programme: Programme
    first_year: int
    last_year: int
    hours_per_week: int

    def covers(self, programme: Programme, call_year: int) -> bool:
        return programme is self.programme and self.first_year <= call_year <= self.last_year


def hours_needed(hours_per_week: int, stay_days: int) -> int:
    """Teaching hours of so many calendar days: a week's for a week or less, then pro rata, rounded up.

    At 8 a week: 2 days 8, 7 days 8, 10 days 12, 14 days 16. Source: S41, data/teaching_hours.csv.
    """
    days = max(stay_days, DAYS_A_WEEK)
    return -(-hours_per_week * days // DAYS_A_WEEK)


@dataclass(frozen=True, slots=True)
class Approval:
    party: Signatory
    approved_on: date


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """``hours_per_week`` is None for training, which has no hours. ``taught_hours``: what the report says."""

    stay_days: int
    hours_per_week: int | None = None
    teaching_hours: int = 0
    approvals: tuple[Approval, ...] = ()
    taught_hours: int | None = None
    reported_on: date | None = None

    @property
    def hours_needed(self) -> int:
        return 0 if self.hours_per_week is None else hours_needed(self.hours_per_week, self.stay_days)

    @property
    def hours_missing(self) -> int:
        """How many of the needed hours the report does not show."""
        return 0 if self.taught_hours is None else max(0, self.hours_needed - self.taught_hours)

    @property
    def approved_on(self) -> date | None:
        """The day of the second approval."""
        both = {one.party for one in self.approvals} == set(Signatory)
        return max(one.approved_on for one in self.approvals) if both else None


def planned(stay_days: int, hours_per_week: int | None, teaching_hours: int) -> WorkPlan:
    """A new plan, without approvals. Raises: TeachingHoursTooFew."""
    plan = WorkPlan(stay_days, hours_per_week, teaching_hours)
    if teaching_hours < plan.hours_needed:
        raise TeachingHoursTooFew(
            "teaching_hours", stay_days=stay_days, needed=plan.hours_needed, planned=teaching_hours
        )
    return plan


def approved(plan: WorkPlan, party: Signatory, day: date) -> WorkPlan:
    """Raises: PlanApprovedAlready."""
    if party in {one.party for one in plan.approvals}:
        raise PlanApprovedAlready(party=party)
    return replace(plan, approvals=(*plan.approvals, Approval(party, day)))


def reported(plan: WorkPlan, taught_hours: int, day: date) -> WorkPlan:
    """What was taught, also when it is less than planned: that is what the report is for.

    Raises: PlanNotApproved.
    """
    if plan.approved_on is None:
        raise PlanNotApproved
    return replace(plan, taught_hours=taught_hours, reported_on=day)
