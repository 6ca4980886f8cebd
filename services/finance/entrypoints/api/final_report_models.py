"""What goes out of the final report's figures."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from contracts.event import Money as MoneyOut
from contracts.finance import Contract, GrantLine
from contracts.vocabulary import ActivityKind, Programme
from services.finance.application.published import budget_state, money
from services.finance.domain.final_report import ActivityFigures, Categories, FinalReport
from services.finance.domain.travel import StayLength


class CategoriesOut(BaseModel):
    individual: MoneyOut
    travel: MoneyOut
    top_up: MoneyOut
    total: MoneyOut

    @classmethod
    def of(cls, amounts: Categories) -> "CategoriesOut":
        return cls(
            individual=money(amounts.individual),
            travel=money(amounts.travel),
            top_up=money(amounts.top_up),
            total=money(amounts.total),
        )


class ActivityFiguresOut(BaseModel):
    participants: int
    completed: int
    with_grant: int
    zero_grant: int
    with_top_up: int
    days: int
    funded_days: int
    granted: CategoriesOut
    spent: CategoriesOut
    owed: MoneyOut

    @classmethod
    def of(cls, figures: ActivityFigures) -> "ActivityFiguresOut":
        return cls(
            participants=figures.participants,
            completed=figures.completed,
            with_grant=figures.with_grant,
            zero_grant=figures.zero_grant,
            with_top_up=figures.with_top_up,
            days=figures.days,
            funded_days=figures.funded_days,
            granted=CategoriesOut.of(figures.granted),
            spent=CategoriesOut.of(figures.spent),
            owed=money(figures.owed),
        )


class ActivityOut(ActivityFiguresOut):
    """``activity`` is null where a grant was drafted before it was kept."""

    stay: StayLength
    activity: ActivityKind | None


class FinalReportOut(BaseModel):
    budget_id: UUID
    programme: Programme
    call_year: int
    as_of: date
    contract: Contract | None
    activities: list[ActivityOut]
    total: ActivityFiguresOut
    organisational: MoneyOut
    expended: MoneyOut
    support: tuple[GrantLine, ...]

    @classmethod
    def of(cls, report: FinalReport, today: date) -> "FinalReportOut":
        budget = budget_state(report.budget)
        activities = sorted(report.activities.items(), key=lambda each: (each[0][0], each[0][1] or ""))
        return cls(
            budget_id=budget.id,
            programme=budget.programme,
            call_year=budget.call_year,
            as_of=today,
            contract=budget.contract,
            activities=[
                ActivityOut(stay=stay, activity=activity, **dict(ActivityFiguresOut.of(figures)))
                for (stay, activity), figures in activities
            ],
            total=ActivityFiguresOut.of(report.total),
            organisational=money(report.organisational),
            expended=money(report.expended),
            support=budget.support,
        )
