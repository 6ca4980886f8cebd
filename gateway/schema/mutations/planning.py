"""Commands about spending plans: draw one up, carry it out."""

from decimal import Decimal
from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.spending_plan import SpendingPlan

DRAW_UP = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/spending-plans", "SpendingPlan")
APPLY = Command(Service.FINANCE, "POST", "/v1/spending-plans/{id}/application", "SpendingPlan")


@strawberry.type(description="A spending plan after a command.")
class SpendingPlanPayload(Payload):
    spending_plan: SpendingPlan | None = strawberry.field(description="The plan, as the caller may see it")


@strawberry.input(description="For which budget a plan is wanted.")
class DrawUpSpendingPlanInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The budget's node id")
    assumed_release_percent: Decimal | None = given(
        "Of what is promised, what the office expects not to be used; adds a forecast"
    )


@strawberry.input(description="Which plan is to be carried out.")
class ApplySpendingPlanInput(ChangeInput):
    pass


@strawberry.type
class PlanningMutations:
    @strawberry.mutation(
        description="Have an optimiser propose whom to fund from what is free. Finance, office."
    )
    async def draw_up_spending_plan(
        self, info: Ask, input: Annotated[DrawUpSpendingPlanInput, ORDER]
    ) -> SpendingPlanPayload:
        return await perform(info, DRAW_UP, input, SpendingPlanPayload, "spending_plan")

    @strawberry.mutation(
        description="Carry out the open steps of a plan, at most a hundred at once. Finance, office."
    )
    async def apply_spending_plan(
        self, info: Ask, input: Annotated[ApplySpendingPlanInput, ORDER]
    ) -> SpendingPlanPayload:
        return await perform(info, APPLY, input, SpendingPlanPayload, "spending_plan")
