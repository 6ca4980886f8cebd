"""Commands to the mobility service about placements and mobilities."""

from datetime import date
from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.mobility import Mobility
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.placement import Placement

ACCEPT = Command(
    Service.MOBILITY, "POST", "/v1/placements/{id}/accept", "Placement", led_to={"mobility_id": "Mobility"}
)
EXPIRE = Command(Service.MOBILITY, "POST", "/v1/placements/{id}/expire", "Placement")
WITHDRAW_PLACEMENT = Command(Service.MOBILITY, "POST", "/v1/placements/{id}/withdraw", "Placement")
RETURN_EARLY = Command(Service.MOBILITY, "POST", "/v1/mobilities/{id}/early-return", "Mobility")
COMPLETE = Command(Service.MOBILITY, "POST", "/v1/mobilities/{id}/complete", "Mobility")
ARRIVE = Command(Service.MOBILITY, "POST", "/v1/mobilities/{id}/arrive", "Mobility")
EXTEND = Command(Service.MOBILITY, "POST", "/v1/mobilities/{id}/extend", "Mobility")
BREAK_OFF = Command(Service.MOBILITY, "POST", "/v1/mobilities/{id}/force-majeure", "Mobility")
WITHDRAW_MOBILITY = Command(Service.MOBILITY, "POST", "/v1/mobilities/{id}/withdraw", "Mobility")


@strawberry.type(description="A placement after a command.")
class PlacementPayload(Payload):
    placement: Placement | None = strawberry.field(description="The placement, as the caller may see it")


@strawberry.type(description="A placement after it was accepted, with the mobility that it became.")
class AcceptPlacementPayload(Payload):
    placement: Placement | None = strawberry.field(description="The placement, as the caller may see it")
    mobility: Mobility | None = strawberry.field(description="The mobility, as the caller may see it")


@strawberry.type(description="A mobility after a command.")
class MobilityPayload(Payload):
    mobility: Mobility | None = strawberry.field(description="The mobility, as the caller may see it")


@strawberry.input(description="Which placement.")
class PlacementInput(ChangeInput):
    pass


@strawberry.input(description="A stay's real last day.")
class StayEndedInput(ChangeInput):
    ends: date = strawberry.field(description="Last day of the stay")


@strawberry.input(description="A stay's real first day.")
class ConfirmArrivalInput(ChangeInput):
    arrived_on: date = strawberry.field(description="First day, as the partner confirms it")


@strawberry.input(description="Which mobility is given up, and why.")
class WithdrawMobilityInput(ChangeInput):
    reason: str = strawberry.field(description="Why")


@strawberry.type
class StayMutations:
    @strawberry.mutation(description="Take the offered place; it becomes a mobility. The applicant.")
    async def accept_placement(
        self, info: Ask, input: Annotated[PlacementInput, ORDER]
    ) -> AcceptPlacementPayload:
        return await perform(info, ACCEPT, input, AcceptPlacementPayload, "placement")

    @strawberry.mutation(description="End an offer that nobody answered in time. Office.")
    async def expire_placement(self, info: Ask, input: Annotated[PlacementInput, ORDER]) -> PlacementPayload:
        return await perform(info, EXPIRE, input, PlacementPayload, "placement")

    @strawberry.mutation(
        description="Give a place up; the first reserve moves up. The applicant, or the office."
    )
    async def withdraw_placement(
        self, info: Ask, input: Annotated[PlacementInput, ORDER]
    ) -> PlacementPayload:
        return await perform(info, WITHDRAW_PLACEMENT, input, PlacementPayload, "placement")

    @strawberry.mutation(description="Record an early return; days and grant are computed anew. Office.")
    async def return_early(self, info: Ask, input: Annotated[StayEndedInput, ORDER]) -> MobilityPayload:
        return await perform(info, RETURN_EARLY, input, MobilityPayload, "mobility")

    @strawberry.mutation(
        description="Confirm the first day of a stay; days are counted from it. Office, coordinator."
    )
    async def confirm_arrival(
        self, info: Ask, input: Annotated[ConfirmArrivalInput, ORDER]
    ) -> MobilityPayload:
        return await perform(info, ARRIVE, input, MobilityPayload, "mobility")

    @strawberry.mutation(
        description="Extend a stay, within its limits and those of the cycle. Office, coordinator."
    )
    async def extend_mobility(self, info: Ask, input: Annotated[StayEndedInput, ORDER]) -> MobilityPayload:
        return await perform(info, EXTEND, input, MobilityPayload, "mobility")

    @strawberry.mutation(
        description="End a stay by force majeure: it counts however short it was. Office, coordinator."
    )
    async def end_by_force_majeure(
        self, info: Ask, input: Annotated[StayEndedInput, ORDER]
    ) -> MobilityPayload:
        return await perform(info, BREAK_OFF, input, MobilityPayload, "mobility")

    @strawberry.mutation(description="Record that a stay is done. Office.")
    async def complete_mobility(self, info: Ask, input: Annotated[StayEndedInput, ORDER]) -> MobilityPayload:
        return await perform(info, COMPLETE, input, MobilityPayload, "mobility")

    @strawberry.mutation(
        description="Give a mobility up; what was paid is owed back. The person, or the office."
    )
    async def withdraw_mobility(
        self, info: Ask, input: Annotated[WithdrawMobilityInput, ORDER]
    ) -> MobilityPayload:
        return await perform(info, WITHDRAW_MOBILITY, input, MobilityPayload, "mobility")
