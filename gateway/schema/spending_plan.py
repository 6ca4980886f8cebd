"""SpendingPlan: how a budget could be used up. Reads spending_plan_view."""

from datetime import datetime
from decimal import Decimal

import strawberry

from contracts.vocabulary import PlanStepKind, PlanStepStatus, Programme, Scenario
from gateway.reading.fields import Listing
from gateway.schema.lists import among, by, listing, single
from gateway.schema.node import Connection, Node, related
from gateway.schema.ordering import order_of
from gateway.schema.refs import BudgetRef, GrantRef
from gateway.schema.values import Money, Reason


@strawberry.type(description="One proposal of a plan: fund so many days of a stay.")
class PlanStep:
    number: int = strawberry.field(description="1 is the first")
    kind: PlanStepKind = strawberry.field(description="A place in line, or more days of one funded in part")
    days: int = strawberry.field(description="Days that are funded then")
    amount: Money = strawberry.field(description="What it takes from the budget")
    status: PlanStepStatus = strawberry.field(description="What became of it")
    refusal: Reason | None = strawberry.field(description="Why it was refused")
    grant: GrantRef | None = related("Grant", key="grant_id", description="Whose grant")


@strawberry.type(
    description="What is left when the contract ends, if so much of what is promised comes back."
)
class Forecast:
    scenario: Scenario = strawberry.field(description="On what it rests")
    released_percent: Decimal = strawberry.field(description="Of what is promised, what is not used")
    free_at_end: Money = strawberry.field(description="Left then")


@strawberry.type(description="An optimiser's proposal how the free money of a budget is used up.")
class SpendingPlan(Node):
    programme: Programme = strawberry.field(description="Of which programme")
    call_year: int = strawberry.field(description="Of which call year")
    drawn_up_at: datetime = strawberry.field(description="For the budget as it stood then")
    available: Money = strawberry.field(description="What was free")
    used: Money = strawberry.field(description="What all steps take")
    bound: Money = strawberry.field(description="No choice of steps takes more than this")
    steps: list[PlanStep] = strawberry.field(description="Better ranks first; each is an ordinary command")
    forecasts: list[Forecast] = strawberry.field(description="What is left at the end, by scenario")
    budget: BudgetRef | None = related("Budget", key="budget_id", description="Of which budget")


@strawberry.input(description="Plans that match every given field.")
class SpendingPlanFilter:
    budget_id: strawberry.ID | None = strawberry.field(default=None, description="Of this budget")


SpendingPlanOrder = order_of("SpendingPlan", created=("id",))


@strawberry.type
class SpendingPlanQueries:
    spending_plans: Connection[SpendingPlan] = listing(
        Listing("SpendingPlan"),
        "Spending plans, oldest first",
        filter=among(SpendingPlanFilter, "Only plans that match"),
        order_by=by(SpendingPlanOrder),
    )
    spending_plan: SpendingPlan | None = single("SpendingPlan", "One spending plan")
