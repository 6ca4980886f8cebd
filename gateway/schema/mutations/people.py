"""Commands to the mobility service about people."""

from typing import Annotated

import strawberry

from contracts.vocabulary import EqfLevel
from gateway.commands.command import Command, Service
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.person import Person

REGISTER = Command(Service.MOBILITY, "POST", "/v1/people", "Person")
CHANGE = Command(Service.MOBILITY, "PATCH", "/v1/people/{id}", "Person")
ERASE = Command(Service.MOBILITY, "DELETE", "/v1/people/{id}", "Person")


@strawberry.type(description="A person after a command.")
class PersonPayload(Payload):
    person: Person | None = strawberry.field(description="The person, as the caller may see them")


@strawberry.type(description="After an erasure: nothing is left to show.")
class ErasePersonPayload(Payload):
    pass


@strawberry.input(description="A student or member of staff.")
class RegisterPersonInput(CommandInput):
    given_name: str = strawberry.field(description="Given name")
    family_name: str = strawberry.field(description="Family name")
    email: str | None = given("E-mail address")
    iban: str | None = given("Account for grants")
    national_id: str | None = given("Turkish identity number, or that of a foreigner who lives in Türkiye")
    nationality: str | None = given("ISO 3166-1 alpha-2")
    student_number: str | None = given("The university's number")
    faculty: str | None = given("Faculty code")
    department: str | None = given("Department")
    eqf_level: EqfLevel | None = given("Level of study")
    staff: bool | None = given("Works here")


@strawberry.input(description="What changes; needs expectedVersion. What is left out stays, null empties.")
class ChangePersonInput(ChangeInput):
    given_name: str | None = given("Given name")
    family_name: str | None = given("Family name")
    email: str | None = given("E-mail address")
    iban: str | None = given("Account for grants")
    national_id: str | None = given("Turkish identity number, or that of a foreigner who lives in Türkiye")
    nationality: str | None = given("ISO 3166-1 alpha-2")
    student_number: str | None = given("The university's number")
    faculty: str | None = given("Faculty code")
    department: str | None = given("Department")
    eqf_level: EqfLevel | None = given("Level of study")
    staff: bool | None = given("Works here")


@strawberry.input(description="Who is to be forgotten.")
class ErasePersonInput(ChangeInput):
    pass


@strawberry.type
class PeopleMutations:
    @strawberry.mutation(description="Register a person. Office.")
    async def register_person(self, info: Ask, input: Annotated[RegisterPersonInput, ORDER]) -> PersonPayload:
        return await perform(info, REGISTER, input, PersonPayload, "person")

    @strawberry.mutation(
        description="Change a person: everything by the office, e-mail and IBAN by themselves."
    )
    async def change_person(self, info: Ask, input: Annotated[ChangePersonInput, ORDER]) -> PersonPayload:
        return await perform(info, CHANGE, input, PersonPayload, "person")

    @strawberry.mutation(description="Forget a person everywhere; only a pseudonymous ledger stays. Office.")
    async def erase_person(self, info: Ask, input: Annotated[ErasePersonInput, ORDER]) -> ErasePersonPayload:
        return await perform(info, ERASE, input, ErasePersonPayload)
