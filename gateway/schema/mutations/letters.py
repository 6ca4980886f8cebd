"""Commands to the agreements service about letters."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import Direction
from gateway.commands.command import Command, Service
from gateway.schema.letter import Letter
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask

REGISTER = Command(Service.AGREEMENTS, "POST", "/v1/letters", "Letter")
WRITE = Command(Service.AGREEMENTS, "POST", "/v1/letters/from-template", "Letter")
ANNUL = Command(Service.AGREEMENTS, "POST", "/v1/letters/{id}/annul", "Letter")


@strawberry.type(description="A letter after a command.")
class LetterPayload(Payload):
    letter: Letter | None = strawberry.field(description="The letter, as the caller may see it")


@strawberry.input(description="A letter as it came or went. It gets the next number of this year.")
class RegisterLetterInput(CommandInput):
    direction: Direction = strawberry.field(description="Whether it came in or went out")
    written_on: date = strawberry.field(description="The date on it")
    subject: LocalizedTextInput = strawberry.field(description="What it is about")
    party: str | None = given("From or to whom; the partner's name where it is left out")
    partner_id: strawberry.ID | None = given("The partner, if it is one")
    agreement_id: strawberry.ID | None = given("The agreement it is about")
    their_reference: str | None = given("The other side's own number")
    attachments: list[str] | None = given("What came with it, by name or number")


@strawberry.input(description="What stands in a place of a template.")
class PlaceValueInput:
    place: str = strawberry.field(description="The place's name in the template")
    tr: str = strawberry.field(description="Turkish")
    en: str = strawberry.field(description="English")


@strawberry.input(description="A letter of ours, made from a template in both languages.")
class WriteLetterInput(CommandInput):
    template: str = strawberry.field(description="Which of the office's templates")
    written_on: date = strawberry.field(description="The date on it")
    agreement_id: strawberry.ID | None = given("The agreement it is about; fills its places")
    partner_id: strawberry.ID | None = given("To which partner; the agreement's where it is left out")
    party: str | None = given("To whom, where it is no partner")
    values: list[PlaceValueInput] | None = given("The places that an agreement does not fill")
    attachments: list[str] | None = given("What goes with it")


@strawberry.input(description="Which letter does not count, and why; needs expectedVersion.")
class AnnulLetterInput(ChangeInput):
    reason: str = strawberry.field(description="For the office's own record")


@strawberry.type
class LetterMutations:
    @strawberry.mutation(description="Enter a letter into the correspondence register. Office.")
    async def register_letter(self, info: Ask, input: Annotated[RegisterLetterInput, ORDER]) -> LetterPayload:
        return await perform(info, REGISTER, input, LetterPayload, "letter")

    @strawberry.mutation(description="Make a letter from a template and register it. Office.")
    async def write_letter(self, info: Ask, input: Annotated[WriteLetterInput, ORDER]) -> LetterPayload:
        return await perform(info, WRITE, input, LetterPayload, "letter")

    @strawberry.mutation(description="Say that a letter does not count; its number stays taken. Office.")
    async def annul_letter(self, info: Ask, input: Annotated[AnnulLetterInput, ORDER]) -> LetterPayload:
        return await perform(info, ANNUL, input, LetterPayload, "letter")
