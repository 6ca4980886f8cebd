"""Commands about a contract's money: its number and dates, amendments, transfers between lines."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import BudgetLine
from gateway.commands.command import Command, Service
from gateway.schema.mutations.finance import BudgetPayload
from gateway.schema.mutations.inputs import MoneyInput
from gateway.schema.mutations.performing import ORDER, ChangeInput, perform
from gateway.schema.node import Ask

NAME = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/contract", "Budget")
AMEND = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/amendments", "Budget")
TRANSFER = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/transfers", "Budget")

CLAIM = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/organisational-support", "Budget")


@strawberry.input(description="The grant agreement behind a budget.")
class NameContractInput(ChangeInput):
    number: str = strawberry.field(description="As the National Agency writes it")
    begins_on: date = strawberry.field(description="First day")
    ends_on: date = strawberry.field(description="Last day on which money may be used")


@strawberry.input(description="The contract gives more or less for one line.")
class AmendBudgetInput(ChangeInput):
    line: BudgetLine = strawberry.field(description="For what")
    amount: MoneyInput = strawberry.field(description="How much more; below zero: how much less")
    reference: str = strawberry.field(description="The letter or decision that says so")


@strawberry.input(description="Money goes from one line to another.")
class TransferBudgetInput(ChangeInput):
    source: BudgetLine = strawberry.field(description="From which line")
    target: BudgetLine = strawberry.field(description="To which line")
    amount: MoneyInput = strawberry.field(description="How much")
    reference: str = strawberry.field(description="The letter or decision that allows it")


@strawberry.input(description="How many participants the contract counts.")
class ClaimOrganisationalSupportInput(ChangeInput):
    count: int = strawberry.field(description="Participants, with a grant or without")
    reference: str = strawberry.field(description="The contract or amendment that says so")


@strawberry.type
class ContractingMutations:
    @strawberry.mutation(description="Say which grant agreement a budget comes from. Finance, office.")
    async def name_contract(self, info: Ask, input: Annotated[NameContractInput, ORDER]) -> BudgetPayload:
        return await perform(info, NAME, input, BudgetPayload, "budget")

    @strawberry.mutation(description="Enter an amendment of the contract. Finance, office.")
    async def amend_budget(self, info: Ask, input: Annotated[AmendBudgetInput, ORDER]) -> BudgetPayload:
        return await perform(info, AMEND, input, BudgetPayload, "budget")

    @strawberry.mutation(
        description="Transfer between lines; what reaches the participants serves the line. Finance, office."
    )
    async def transfer_budget(self, info: Ask, input: Annotated[TransferBudgetInput, ORDER]) -> BudgetPayload:
        return await perform(info, TRANSFER, input, BudgetPayload, "budget")

    @strawberry.mutation(
        description="Reckon organisational support from the contract's participants. Finance, office."
    )
    async def claim_organisational_support(
        self, info: Ask, input: Annotated[ClaimOrganisationalSupportInput, ORDER]
    ) -> BudgetPayload:
        return await perform(info, CLAIM, input, BudgetPayload, "budget")
