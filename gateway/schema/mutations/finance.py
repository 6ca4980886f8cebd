"""Commands to the finance service: budgets, rates and recoveries."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import strawberry

from contracts.vocabulary import Currency, Programme
from gateway.commands.command import Command, Service
from gateway.schema.budget import Budget
from gateway.schema.grant import Grant
from gateway.schema.mutations.inputs import MoneyInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask

ALLOCATE = Command(Service.FINANCE, "POST", "/v1/budgets", "Budget")
INCREASE = Command(Service.FINANCE, "POST", "/v1/budgets/{id}/allocations", "Budget")
ENTER_RATE = Command(Service.FINANCE, "POST", "/v1/rates", None)
RECOVER = Command(Service.FINANCE, "POST", "/v1/grants/{id}/recoveries", "Grant")


@strawberry.enum(description="What a rate pays for.")
class RateKind(StrEnum):
    STUDENT_STUDY = "student-study"
    STUDENT_TRAINEESHIP = "student-traineeship"
    STUDENT_SHORT_TERM = "student-short-term"
    STAFF = "staff"
    FEWER_OPPORTUNITIES_MONTH = "fewer-opportunities-month"
    FEWER_OPPORTUNITIES_SHORT = "fewer-opportunities-short-term"
    GREEN_TRAVEL = "green-travel"
    SURVEY_MISSING = "survey-missing"
    SUCCESS_SHARE = "success-share"
    ORGANISATIONAL_SUPPORT = "organisational-support"


@strawberry.enum(description="What a rate is multiplied by.")
class RateUnit(StrEnum):
    MONTH = "month"
    DAY = "day"
    ONCE = "once"
    PERCENT = "percent-of-day-rate"
    PERCENT_OF_GRANT = "percent-of-grant"
    PARTICIPANT = "participant"


@strawberry.enum(
    description="Under what name a rate stands: Erasmus+ pays by its actions, others under their own."
)
class RateAction(StrEnum):
    KA131 = "KA131"
    KA171 = "KA171"
    MEVLANA = "mevlana"
    FARABI = "farabi"
    BILATERAL = "bilateral"


@strawberry.type(description="A budget after a command.")
class BudgetPayload(Payload):
    budget: Budget | None = strawberry.field(description="The budget, as the caller may see it")


@strawberry.type(description="A grant after a command.")
class GrantPayload(Payload):
    grant: Grant | None = strawberry.field(description="The grant, as the caller may see it")


@strawberry.type(description="After a rate was entered; grants that waited for it follow by themselves.")
class RatePayload(Payload):
    pass


@strawberry.input(description="A new allocation.")
class AllocateBudgetInput(CommandInput):
    programme: Programme = strawberry.field(description="For which programme")
    call_year: int = strawberry.field(description="For which call year")
    allocated: MoneyInput = strawberry.field(description="How much")


@strawberry.input(description="More money for a budget.")
class IncreaseBudgetInput(ChangeInput):
    amount: MoneyInput = strawberry.field(description="How much more")


@strawberry.input(description="A figure as the office found it, with its source.")
class EnterRateInput(CommandInput):
    call_year: int = strawberry.field(description="For which call year")
    kind: RateKind = strawberry.field(description="What it pays for")
    country_group: str = strawberry.field(
        description="1, 2 or 3; a country that belongs to none; or * for all"
    )
    amount: Decimal = strawberry.field(description="For one unit, or a share")
    currency: Currency = strawberry.field(description="Its currency")
    unit: RateUnit = strawberry.field(description="What it is multiplied by")
    source: str = strawberry.field(description="Where it is published")
    action: RateAction | None = given("Under what name it stands; KA131 when left out")
    from_day: int | None = given("First day it holds for: short stays and staff change on day 15")


@strawberry.input(description="Money that a participant paid back.")
class RecordRecoveryInput(ChangeInput):
    amount: MoneyInput = strawberry.field(description="How much")
    received_on: date = strawberry.field(description="When it came")
    bank_reference: str = strawberry.field(description="The bank's reference; the same one is booked once")


@strawberry.type
class FinanceMutations:
    @strawberry.mutation(description="Allocate money to a programme and call year. Finance.")
    async def allocate_budget(self, info: Ask, input: Annotated[AllocateBudgetInput, ORDER]) -> BudgetPayload:
        return await perform(info, ALLOCATE, input, BudgetPayload, "budget")

    @strawberry.mutation(description="Add money to a budget; places without a grant move up. Finance.")
    async def increase_budget(self, info: Ask, input: Annotated[IncreaseBudgetInput, ORDER]) -> BudgetPayload:
        return await perform(info, INCREASE, input, BudgetPayload, "budget")

    @strawberry.mutation(description="Enter a rate nobody had confirmed, or correct one. Office, finance.")
    async def enter_rate(self, info: Ask, input: Annotated[EnterRateInput, ORDER]) -> RatePayload:
        return await perform(info, ENTER_RATE, input, RatePayload)

    @strawberry.mutation(description="Record money that came back. Finance.")
    async def record_recovery(self, info: Ask, input: Annotated[RecordRecoveryInput, ORDER]) -> GrantPayload:
        return await perform(info, RECOVER, input, GrantPayload, "grant")
