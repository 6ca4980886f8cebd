"""Commands about what visits and events cost: take it up as an expense, or dismiss it."""

from datetime import date
from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.expense import Expense
from gateway.schema.expense_proposal import ExpenseProposal
from gateway.schema.mutations.inputs import MoneyInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, perform
from gateway.schema.node import Ask

TAKE_UP = Command(
    Service.FINANCE,
    "POST",
    "/v1/expense-proposals/{id}/expense",
    "ExpenseProposal",
    led_to={"expense_id": "Expense"},
)
DISMISS = Command(Service.FINANCE, "POST", "/v1/expense-proposals/{id}/dismissal", "ExpenseProposal")


@strawberry.type(description="A proposed expense after a command.")
class ExpenseProposalPayload(Payload):
    expense_proposal: ExpenseProposal | None = strawberry.field(
        description="The proposal, as the caller may see it"
    )


@strawberry.type(description="A proposed expense after it was taken up, with the expense that was entered.")
class TakeUpExpenseProposalPayload(ExpenseProposalPayload):
    expense: Expense | None = strawberry.field(description="The expense, as the caller may see it")


@strawberry.input(description="Which proposal is taken up, from which budget, and by which receipt.")
class TakeUpExpenseProposalInput(ChangeInput):
    budget_id: strawberry.ID = strawberry.field(description="The budget whose organisational support pays it")
    purpose: str = strawberry.field(description="In words, without names of people")
    incurred_on: date = strawberry.field(description="When it was spent")
    receipt: str = strawberry.field(description="The receipt's number; one is entered once a budget")
    amount: MoneyInput | None = given("Where the receipt says another than proposed, or another currency")


@strawberry.input(description="Which proposal no budget pays, and why.")
class DismissExpenseProposalInput(ChangeInput):
    objection: str = strawberry.field(description="Why, for who proposed it")


@strawberry.type
class ExpenseProposalsMutations:
    @strawberry.mutation(
        description="Enter the expense that a visit or an event proposed, once; it counts when somebody else "
        "approved it. Finance, office."
    )
    async def take_up_expense_proposal(
        self, info: Ask, input: Annotated[TakeUpExpenseProposalInput, ORDER]
    ) -> TakeUpExpenseProposalPayload:
        return await perform(info, TAKE_UP, input, TakeUpExpenseProposalPayload, "expense_proposal")

    @strawberry.mutation(description="Dismiss a proposed expense: no budget pays it. Finance, office.")
    async def dismiss_expense_proposal(
        self, info: Ask, input: Annotated[DismissExpenseProposalInput, ORDER]
    ) -> ExpenseProposalPayload:
        return await perform(info, DISMISS, input, ExpenseProposalPayload, "expense_proposal")
