"""Commands about expenses of the office: enter one, approve it as a second person, reject it."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import ExpenseKind
from gateway.commands.command import Command, Service
from gateway.schema.expense import Expense
from gateway.schema.mutations.inputs import MoneyInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask

ENTER = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/expenses", "Expense")
APPROVE = Command(Service.FINANCE, "POST", "/v1/expenses/{id}/approval", "Expense")
REJECT = Command(Service.FINANCE, "POST", "/v1/expenses/{id}/rejection", "Expense")


@strawberry.type(description="An expense after a command.")
class ExpensePayload(Payload):
    expense: Expense | None = strawberry.field(description="The expense, as the caller may see it")


@strawberry.input(description="What the office spent.")
class EnterExpenseInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The budget's node id")
    kind: ExpenseKind = strawberry.field(description="On what")
    purpose: str = strawberry.field(description="In words, without names of people")
    incurred_on: date = strawberry.field(description="When it was spent")
    amount: MoneyInput = strawberry.field(description="How much")
    receipt: str = strawberry.field(description="The receipt's number; one is entered once a budget")
    event_id: strawberry.ID | None = given("The event it was for")


@strawberry.input(description="Which expense is approved.")
class ApproveExpenseInput(ChangeInput):
    pass


@strawberry.input(description="Which expense is not paid, and why.")
class RejectExpenseInput(ChangeInput):
    objection: str = strawberry.field(description="Why, for who entered it")


@strawberry.type
class ExpensesMutations:
    @strawberry.mutation(
        description="Enter an expense; it counts when somebody else approved it. Finance, office."
    )
    async def enter_expense(self, info: Ask, input: Annotated[EnterExpenseInput, ORDER]) -> ExpensePayload:
        return await perform(info, ENTER, input, ExpensePayload, "expense")

    @strawberry.mutation(
        description="Approve an expense somebody else entered; it is paid from organisational support. "
        "Finance, office."
    )
    async def approve_expense(
        self, info: Ask, input: Annotated[ApproveExpenseInput, ORDER]
    ) -> ExpensePayload:
        return await perform(info, APPROVE, input, ExpensePayload, "expense")

    @strawberry.mutation(description="Reject an expense, or take back one's own. Finance, office.")
    async def reject_expense(self, info: Ask, input: Annotated[RejectExpenseInput, ORDER]) -> ExpensePayload:
        return await perform(info, REJECT, input, ExpensePayload, "expense")
