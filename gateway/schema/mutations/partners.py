"""Commands to the agreements service about partners: entered, corrected, put on the map, merged."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.commands.command import Command, Service
from gateway.reading.ids import node_id
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, ask, perform
from gateway.schema.node import Ask
from gateway.schema.partner import Partner

CREATE = Command(Service.AGREEMENTS, "POST", "/v1/partners", "Partner")
CHANGE = Command(Service.AGREEMENTS, "PATCH", "/v1/partners/{id}", "Partner")
PLACE = Command(Service.AGREEMENTS, "PUT", "/v1/partners/{id}/coordinates", "Partner")
MERGE = Command(Service.AGREEMENTS, "POST", "/v1/partners/{id}/merge", "Partner")
FIND_DUPLICATES = Command(Service.AGREEMENTS, "GET", "/v1/partners/duplicates", None)


@strawberry.enum(description="Why two records may be one institution.")
class Alike(Enum):
    NAME = "name"
    ERASMUS_CODE = "erasmus-code"


@strawberry.type(description="A partner after a command.")
class PartnerPayload(Payload):
    partner: Partner | None = strawberry.field(description="The partner, as the caller may see it")


@strawberry.type(description="A record that may be another's duplicate.")
class LikelyDuplicate:
    id: strawberry.ID = strawberry.field(description="The partner's node id")
    name: str = strawberry.field(description="Its own name")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2")
    city: str | None = strawberry.field(description="City")
    erasmus_code: str | None = strawberry.field(description="Erasmus code")


@strawberry.type(description="Records that may be one institution.")
class DuplicatePartners:
    alike: Alike = strawberry.field(description="What they have in common")
    partners: list[LikelyDuplicate] = strawberry.field(description="The records")


@strawberry.type(description="A page of likely duplicates. Null when refused.")
class DuplicatePartnersPayload(Payload):
    duplicates: list[DuplicatePartners] | None = strawberry.field(description="By what they have in common")
    next: str | None = strawberry.field(description="Cursor of the next page, if there is one")


@strawberry.input(description="An institution outside the European directory.")
class CreatePartnerInput(CommandInput):
    name: str = strawberry.field(description="Its own name")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2")
    city: str | None = given("City")
    website: str | None = given("Website")


@strawberry.input(description="What changes about a partner outside the directory; needs expectedVersion.")
class ChangePartnerInput(ChangeInput):
    name: str | None = given("Its own name")
    city: str | None = given("City")
    website: str | None = given("Website")


@strawberry.input(description="Where a partner is; neither takes it off the map.")
class PlacePartnerInput(ChangeInput):
    latitude: Decimal | None = strawberry.field(default=None, description="Degrees north, −90 to 90")
    longitude: Decimal | None = strawberry.field(default=None, description="Degrees east, −180 to 180")


@strawberry.input(description="The id names the duplicate.")
class MergePartnerInput(ChangeInput):
    into_id: strawberry.ID = strawberry.field(description="The record that stays")


@strawberry.input(description="Which page.")
class FindDuplicatePartnersInput(CommandInput):
    limit: int | None = given("How many at most")
    cursor: str | None = given("From which page on")


@strawberry.type
class PartnerMutations:
    @strawberry.mutation(description="Enter an institution that is not in the directory. Office.")
    async def create_partner(self, info: Ask, input: Annotated[CreatePartnerInput, ORDER]) -> PartnerPayload:
        return await perform(info, CREATE, input, PartnerPayload, "partner")

    @strawberry.mutation(description="Correct an institution that is not in the directory. Office.")
    async def change_partner(self, info: Ask, input: Annotated[ChangePartnerInput, ORDER]) -> PartnerPayload:
        return await perform(info, CHANGE, input, PartnerPayload, "partner")

    @strawberry.mutation(description="Say where a partner is on the map. Office.")
    async def place_partner(self, info: Ask, input: Annotated[PlacePartnerInput, ORDER]) -> PartnerPayload:
        return await perform(info, PLACE, input, PartnerPayload, "partner")

    @strawberry.mutation(
        description="Say that a record is another's duplicate: all that is its own moves there. Office."
    )
    async def merge_partner(self, info: Ask, input: Annotated[MergePartnerInput, ORDER]) -> PartnerPayload:
        return await perform(info, MERGE, input, PartnerPayload, "partner")

    @strawberry.mutation(description="Be told which records may be one institution. Office.")
    async def find_duplicate_partners(
        self, info: Ask, input: Annotated[FindDuplicatePartnersInput, ORDER]
    ) -> DuplicatePartnersPayload:
        return await ask(info, FIND_DUPLICATES, input, DuplicatePartnersPayload, _duplicates)


def _duplicates(answer: Mapping[str, Any]) -> dict[str, Any]:
    found = [
        {
            "alike": Alike(each["alike"]),
            "partners": [{**one, "id": node_id("Partner", one["id"])} for one in each["partners"]],
        }
        for each in answer["items"]
    ]
    return {"duplicates": found, "next": answer["next"]}
