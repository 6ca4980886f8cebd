"""Commands about one grant: the facts behind it, the days it pays, what is missing after the stay."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.mutations.finance import GrantPayload
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, perform
from gateway.schema.node import Ask

CIRCUMSTANCES = Command(Service.FINANCE, "POST", "/v1/grants/{id}/circumstances", "Grant")
FUND_DAYS = Command(Service.FINANCE, "POST", "/v1/grants/{id}/funded-days", "Grant")
SETTLE = Command(Service.FINANCE, "POST", "/v1/grants/{id}/settlement", "Grant")


@strawberry.enum(description="By what means somebody travels.")
class TravelMode(StrEnum):
    STANDARD = "standard"
    GREEN = "green"


@strawberry.input(description="Verified facts that travel support and top-ups depend on.")
class RecordCircumstancesInput(ChangeInput):
    evidence: str = strawberry.field(description="What was seen, never the report itself")
    distance_km: int | None = given("One way, the official calculator's figure; left out: no travel support")
    travel: TravelMode | None = given("STANDARD when left out")
    fewer_opportunities: bool | None = given("The fact alone; its line only says that there is a top-up")


@strawberry.input(description="How many days of a stay are paid.")
class FundDaysInput(ChangeInput):
    days: int = strawberry.field(description="All of the stay, or 60 and more of a long student stay")


@strawberry.input(description="Credits of the host's transcript.")
class CreditsInput:
    passed: Decimal = strawberry.field(description="Passed")
    obligatory: Decimal = strawberry.field(description="That had to be passed")


@strawberry.input(description="What came in after the stay, and what did not.")
class SettleGrantInput(ChangeInput):
    survey_received: bool = strawberry.field(description="Missing: a share of the grant is deducted")
    proof_received: bool = strawberry.field(description="Missing: the whole grant is owed back")
    credits: CreditsInput | None = given("Mevlana and Farabi pay a share by success")


@strawberry.type
class GrantingMutations:
    @strawberry.mutation(description="Record the facts behind travel support and top-ups. Office.")
    async def record_circumstances(
        self, info: Ask, input: Annotated[RecordCircumstancesInput, ORDER]
    ) -> GrantPayload:
        return await perform(info, CIRCUMSTANCES, input, GrantPayload, "grant")

    @strawberry.mutation(
        description="Fund days of a zero-grant place, or more days than were promised. Office, finance."
    )
    async def fund_days(self, info: Ask, input: Annotated[FundDaysInput, ORDER]) -> GrantPayload:
        return await perform(info, FUND_DAYS, input, GrantPayload, "grant")

    @strawberry.mutation(
        description="Settle a grant after the stay: survey, proof, credits; may be repeated. Office, finance."
    )
    async def settle_grant(self, info: Ask, input: Annotated[SettleGrantInput, ORDER]) -> GrantPayload:
        return await perform(info, SETTLE, input, GrantPayload, "grant")
