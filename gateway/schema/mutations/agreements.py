"""Commands to the agreements service about agreements."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from contracts.vocabulary import (
    ActivityKind,
    AgreementKind,
    Direction,
    EqfLevel,
    LanguageLevel,
    Programme,
    Signatory,
)
from gateway.commands.command import Command, Service
from gateway.schema.agreement import Agreement
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask


def _to(method: str, path: str, type_name: str) -> Command:
    return Command(Service.AGREEMENTS, method, path, type_name)


DRAFT = _to("POST", "/v1/agreements", "Agreement")
EDIT = _to("PUT", "/v1/agreements/{id}", "Agreement")
PROPOSE = _to("POST", "/v1/agreements/{id}/propose", "Agreement")
SIGN = _to("POST", "/v1/agreements/{id}/signatures", "Agreement")
ACTIVATE = _to("POST", "/v1/agreements/{id}/activate", "Agreement")
TERMINATE = _to("POST", "/v1/agreements/{id}/terminate", "Agreement")


@strawberry.type(description="An agreement after a command.")
class AgreementPayload(Payload):
    agreement: Agreement | None = strawberry.field(description="The agreement, as the caller may see it")


@strawberry.input(description="Who may go where, to do what, how many and how long.")
class ConditionInput:
    direction: Direction = strawberry.field(description="Out or in")
    kind: ActivityKind = strawberry.field(description="What is done")
    isced_codes: list[str] = strawberry.field(
        description="ISCED-F 2013 fields, 4 digits; they share the places"
    )
    eqf_levels: list[EqfLevel] | None = given("Levels of study, for students")
    places_per_year: int = strawberry.field(description="Participants a year, at least 1")
    months_per_place: Decimal | None = given("Length of a student's stay in months")
    days_per_place: int | None = given("Length of a short or staff stay in days")
    language: str | None = given("Language of instruction, ISO 639-1")
    language_level: LanguageLevel | None = given("Level that is asked for")
    blended: bool | None = given("A short stay with an online part")


@strawberry.input(description="What an agreement says beside its conditions, where its kind asks for it.")
class ParticularsInput:
    purpose: LocalizedTextInput | None = given("What the parties want together")
    degree: LocalizedTextInput | None = given("What a joint programme awards")
    units: list[str] | None = given("Units of ours that take part")


@strawberry.input(description="A new agreement.")
class DraftAgreementInput(CommandInput):
    reference: str = strawberry.field(description="The office's own number, unique")
    programme: Programme = strawberry.field(description="Under which programme")
    kind: AgreementKind | None = given("What sort of document; the programme's usual one if left out")
    particulars: ParticularsInput | None = given("What it says beside its conditions")
    partner_id: strawberry.ID = strawberry.field(description="With whom")
    first_year: str = strawberry.field(description="First academic year, like 2026/2027")
    last_year: str = strawberry.field(description="Last academic year")
    conditions: list[ConditionInput] = strawberry.field(default_factory=list, description="Who may go where")


@strawberry.input(description="The whole new content of an agreement; needs expectedVersion.")
class EditAgreementInput(ChangeInput):
    reference: str = strawberry.field(description="The office's own number, unique")
    programme: Programme = strawberry.field(description="Under which programme")
    kind: AgreementKind | None = given("What sort of document; the programme's usual one if left out")
    particulars: ParticularsInput | None = given("What it says beside its conditions")
    partner_id: strawberry.ID = strawberry.field(description="With whom")
    first_year: str = strawberry.field(description="First academic year")
    last_year: str = strawberry.field(description="Last academic year")
    conditions: list[ConditionInput] = strawberry.field(default_factory=list, description="Who may go where")


@strawberry.input(description="Which agreement.")
class AgreementInput(ChangeInput):
    pass


@strawberry.input(description="One party's signature.")
class SignAgreementInput(ChangeInput):
    party: Signatory = strawberry.field(description="Who signed")
    signed_on: date = strawberry.field(description="When")
    content_hash: str | None = given("Of what the party signed; refused if that is not on record")


@strawberry.input(description="Which agreement ends, and why.")
class TerminateAgreementInput(ChangeInput):
    reason: str = strawberry.field(description="For the office's own record")


@strawberry.type
class AgreementMutations:
    @strawberry.mutation(description="Draft an agreement. Office.")
    async def draft_agreement(
        self, info: Ask, input: Annotated[DraftAgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, DRAFT, input, AgreementPayload, "agreement")

    @strawberry.mutation(
        description="Replace an agreement's content; one already proposed is a draft again. Office."
    )
    async def edit_agreement(
        self, info: Ask, input: Annotated[EditAgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, EDIT, input, AgreementPayload, "agreement")

    @strawberry.mutation(description="Send the draft to the partner. Office.")
    async def propose_agreement(self, info: Ask, input: Annotated[AgreementInput, ORDER]) -> AgreementPayload:
        return await perform(info, PROPOSE, input, AgreementPayload, "agreement")

    @strawberry.mutation(description="Record a party's signature. Office.")
    async def sign_agreement(
        self, info: Ask, input: Annotated[SignAgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, SIGN, input, AgreementPayload, "agreement")

    @strawberry.mutation(description="Put a signed agreement into force. Office.")
    async def activate_agreement(
        self, info: Ask, input: Annotated[AgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, ACTIVATE, input, AgreementPayload, "agreement")

    @strawberry.mutation(description="End an agreement. Office.")
    async def terminate_agreement(
        self, info: Ask, input: Annotated[TerminateAgreementInput, ORDER]
    ) -> AgreementPayload:
        return await perform(info, TERMINATE, input, AgreementPayload, "agreement")
