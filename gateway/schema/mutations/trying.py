"""What if a call were ranked otherwise: asked of the mobility service, which keeps nothing of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import strawberry

from gateway.commands.command import Command, Service
from gateway.reading.ids import node_id
from gateway.schema.mutations.calls import RankingUnit, TieBreak
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, ask
from gateway.schema.node import Ask

WHAT_IF = Command(Service.MOBILITY, "POST", "/v1/calls/{id}/what-if", None)


@strawberry.type(description="Where an applicant stands.")
class Outcome:
    rank: int = strawberry.field(description="In the ranking")
    score: Decimal = strawberry.field(description="Final score")
    condition_id: strawberry.ID | None = strawberry.field(description="The place on the main list, if any")


@strawberry.type(description="Somebody who would get another place, or one, or none.")
class Moved:
    application_id: strawberry.ID = strawberry.field(description="Whose application")
    now: Outcome = strawberry.field(description="As the call is")
    then: Outcome = strawberry.field(description="As it was supposed")


@strawberry.type(description="A call's lists as they are and as they were supposed.")
class WhatIf:
    applicants: int = strawberry.field(description="How many are ranked")
    places_now: int = strawberry.field(description="Free places as they are")
    places_then: int = strawberry.field(description="Free places as supposed")
    placed_now: int = strawberry.field(description="How many would get one, as the call is")
    placed_then: int = strawberry.field(description="How many would get one, as supposed")
    moved_count: int = strawberry.field(description="How many would get another place, or one, or none")
    moved: list[Moved] = strawberry.field(description="The first 200 of them, in the supposed order")


@strawberry.type(description="What would be; nothing was changed.")
class TryRankingPayload(Payload):
    what_if: WhatIf | None = strawberry.field(description="The comparison")


@strawberry.input(description="Another number of places.")
class SupposedPlacesInput:
    condition_id: strawberry.ID = strawberry.field(description="The agreement's condition")
    places: int = strawberry.field(description="A year")


@strawberry.input(description="Another weight.")
class SupposedWeightInput:
    rule: str = strawberry.field(description="The rule's code, like W1")
    factor: Decimal = strawberry.field(description="0 to 1")


@strawberry.input(description="Other choices of the call; what is left out stays.")
class SupposedSettingsInput:
    tie_break: list[TieBreak] | None = given("Between equal scores, in order")
    ranking_unit: RankingUnit | None = given("Among whom applicants are ranked (P2)")
    bonuses_add_up: bool | None = given("False counts the highest bonus only (X1)")
    reserve_length: int | None = given("Reserves a place")


@strawberry.input(description="What is to be different; what is left out stays.")
class TryRankingInput(ChangeInput):
    places: list[SupposedPlacesInput] | None = given("Other numbers of places")
    weights: list[SupposedWeightInput] | None = given("Other weights")
    settings: SupposedSettingsInput | None = given("Other choices")


@strawberry.type
class TryingMutations:
    @strawberry.mutation(
        description="Who would get a place with other places, weights or choices, until the lists are "
        "public. Changes nothing. Office."
    )
    async def try_ranking(self, info: Ask, input: Annotated[TryRankingInput, ORDER]) -> TryRankingPayload:
        return await ask(info, WHAT_IF, input, TryRankingPayload, _what_if)


def _what_if(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {"what_if": {**answer, "moved": [_moved(one) for one in answer["moved"]]}}


def _moved(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "application_id": node_id("Application", UUID(one["application_id"])),
        "now": _outcome(one["now"]),
        "then": _outcome(one["then"]),
    }


def _outcome(one: Mapping[str, Any]) -> dict[str, Any]:
    place = one["place"] and node_id("CooperationCondition", UUID(one["place"]))
    return {"rank": one["rank"], "score": Decimal(one["score"]), "condition_id": place}
