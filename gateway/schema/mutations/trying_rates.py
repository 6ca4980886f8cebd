"""What a rate table would change: asked of the finance service, which enters nothing."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from contracts.vocabulary import Currency, Programme
from gateway.commands.command import Command, Service
from gateway.reading.ids import node_id
from gateway.schema.mutations.finance import RateAction, RateKind, RateUnit
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, CommandInput, Payload, ask
from gateway.schema.node import Ask, related
from gateway.schema.refs import GrantRef
from gateway.schema.values import Money

TRY = Command(Service.FINANCE, "POST", "/v1/rates/trial", None)


@strawberry.enum(
    description="COMPUTED: it waits, and entering the figure computes it. KEPT: it keeps its own figures."
)
class TariffEffect(StrEnum):
    COMPUTED = "computed"
    KEPT = "kept"


@strawberry.type(description="A grant that the table would make another.")
class TariffChange:
    effect: TariffEffect = strawberry.field(description="Whether entering the table alone would change it")
    days: int = strawberry.field(description="Days that are paid")
    old: Money | None = strawberry.field(description="Its amount; null while it waits for a rate")
    new: Money = strawberry.field(description="What the table would give")
    difference: Money = strawberry.field(description="New less old")
    grant: GrantRef | None = related("Grant", key="grant_id", description="Which grant")


@strawberry.type(description="What the table would make of one budget's grants.")
class TariffSum:
    budget_id: strawberry.ID = strawberry.field(description="The budget's node id")
    programme: Programme = strawberry.field(description="Of which programme")
    call_year: int = strawberry.field(description="Of which call year")
    computed: int = strawberry.field(description="Grants that would be computed")
    kept: int = strawberry.field(description="Grants that keep their figures")
    old: Money = strawberry.field(description="Their amounts")
    new: Money = strawberry.field(description="What the table would give")
    difference: Money = strawberry.field(description="New less old")
    available: Money = strawberry.field(description="What the budget has free")


@strawberry.type(description="Whom a rate table would touch; nothing was entered.")
class TryRatesPayload(Payload):
    changes: list[TariffChange] | None = strawberry.field(description="At most 100, in the order of grants")
    next_id: strawberry.ID | None = strawberry.field(description="Send it as afterId; null on the last page")
    sums: list[TariffSum] | None = strawberry.field(description="By budget; on the first page")


@strawberry.input(description="One figure of a supposed table.")
class SupposedRateInput:
    call_year: int = strawberry.field(description="For which call year; one for all")
    kind: RateKind = strawberry.field(description="What it pays for")
    country_group: str = strawberry.field(
        description="1, 2 or 3; a country that belongs to none; or * for all"
    )
    amount: Decimal = strawberry.field(description="For one unit, or a share")
    currency: Currency = strawberry.field(description="Its currency")
    unit: RateUnit = strawberry.field(description="What it is multiplied by")
    source: str = strawberry.field(description="Where it comes from")
    action: RateAction | None = given("Under what name it stands, one for all; KA131 when left out")
    from_day: int | None = given("First day it holds for: short stays and staff change on day 15")


@strawberry.input(description="A rate table to be tried.")
class TryRatesInput(CommandInput):
    rates: list[SupposedRateInput] = strawberry.field(description="At most 200; the others stay as they are")
    after_id: strawberry.ID | None = given("The page before said it")


@strawberry.type
class TryingRatesMutations:
    @strawberry.mutation(
        description="What a rate table would change for whom, and by budget, before it is entered. Changes "
        "nothing. Finance, office."
    )
    async def try_rates(self, info: Ask, input: Annotated[TryRatesInput, ORDER]) -> TryRatesPayload:
        return await ask(info, TRY, input, TryRatesPayload, _trial)


def _trial(answer: Mapping[str, Any]) -> dict[str, Any]:
    following = answer["next_id"]
    return {
        "changes": answer["changes"],
        "next_id": following and node_id("Grant", UUID(following)),
        "sums": answer["sums"] and [_sum(each) for each in answer["sums"]],
    }


def _sum(each: Mapping[str, Any]) -> dict[str, Any]:
    return {**each, "budget_id": node_id("Budget", UUID(each["budget_id"]))}
