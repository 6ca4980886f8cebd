"""The final report's figures: reckoned by the finance service from its grants, for who sees the budget."""

from datetime import date
from enum import StrEnum
from typing import cast

import strawberry

from contracts.vocabulary import ActivityKind, Programme
from gateway.reading.fields import READS, Reckoned
from gateway.schema.budget_figures import BudgetId, of_budget
from gateway.schema.node import Ask
from gateway.schema.values import Contract, GrantLine, Money


@strawberry.enum(description="By which rates a stay is paid.")
class StayLength(StrEnum):
    LONG = "long"
    SHORT = "short"
    STAFF = "staff"


@strawberry.type(description="Amounts by the categories of the contract, deductions shared in proportion.")
class ReportCategories:
    individual: Money = strawberry.field(description="Individual support")
    travel: Money = strawberry.field(description="Travel support")
    top_up: Money = strawberry.field(description="Top-ups, for fewer opportunities and green travel")
    total: Money = strawberry.field(description="Their sum")


@strawberry.type(description="Participants, days and money; whoever gave up is no participant.")
class ReportFigures:
    participants: int = strawberry.field(description="Mobilities, with a grant and without")
    completed: int = strawberry.field(description="Of them over")
    with_grant: int = strawberry.field(description="Of them with a grant")
    zero_grant: int = strawberry.field(description="Of them without")
    with_top_up: int = strawberry.field(description="Of them with a top-up")
    days: int = strawberry.field(description="Of all stays")
    funded_days: int = strawberry.field(description="Days that are paid")
    granted: ReportCategories = strawberry.field(description="What the rules give as things stand")
    spent: ReportCategories = strawberry.field(description="Paid, less what came back: as the ledger says")
    owed: Money = strawberry.field(description="Paid too much and not back yet")


@strawberry.type(description="The figures of one activity.")
class ReportActivity(ReportFigures):
    stay: StayLength = strawberry.field(description="By which rates are paid")
    activity: ActivityKind | None = strawberry.field(
        description="What is done abroad; null where the grant was drafted before that was kept"
    )


@strawberry.type(description="What the final report to the National Agency asks for, of one budget.")
class FinalReport:
    programme: Programme = strawberry.field(description="Of which programme")
    call_year: int = strawberry.field(description="Of which call year")
    as_of: date = strawberry.field(description="On which day it was counted")
    contract: Contract | None = strawberry.field(description="The grant agreement")
    activities: list[ReportActivity] = strawberry.field(description="By activity")
    total: ReportFigures = strawberry.field(description="Of all activities")
    organisational: Money = strawberry.field(description="Organisational support given")
    expended: Money = strawberry.field(description="Of it spent on approved expenses")
    support: list[GrantLine] = strawberry.field(description="How it was reckoned, by tiers")


@strawberry.type
class FinalReportQueries:
    @strawberry.field(
        description="Figures of the final report, as of now. Finance, office.",
        metadata={READS: Reckoned("Budget")},
    )
    async def final_report(self, info: Ask, budget_id: BudgetId) -> FinalReport | None:
        return cast("FinalReport | None", await of_budget(info, budget_id, "final-report"))
