"""Commands to the mobility service about calls and applications."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import strawberry

from contracts.vocabulary import ActivityKind, EqfLevel, Programme
from gateway.commands.command import Command, Service
from gateway.schema.application import Application
from gateway.schema.call import Call
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask


def _to(method: str, path: str, type_name: str) -> Command:
    return Command(Service.MOBILITY, method, path, type_name)


OPEN = _to("POST", "/v1/calls", "Call")
RESCHEDULE = _to("PATCH", "/v1/calls/{id}", "Call")
RANK = _to("POST", "/v1/calls/{id}/rank", "Call")
PUBLISH = _to("POST", "/v1/calls/{id}/publish", "Call")
SUBMIT = _to("POST", "/v1/applications", "Application")
VERIFY = _to("POST", "/v1/applications/{id}/verifications", "Application")
WITHDRAW = _to("POST", "/v1/applications/{id}/withdraw", "Application")


@strawberry.type(description="A call after a command.")
class CallPayload(Payload):
    call: Call | None = strawberry.field(description="The call, as the caller may see it")


@strawberry.type(description="An application after a command.")
class ApplicationPayload(Payload):
    application: Application | None = strawberry.field(
        description="The application, as the caller may see it"
    )


@strawberry.enum(description="What decides between equal scores, before the earlier application.")
class TieBreak(StrEnum):
    LANGUAGE_SCORE = "language-score"
    CGPA = "cgpa"


@strawberry.enum(description="Among whom applicants are ranked.")
class RankingUnit(StrEnum):
    CALL = "call"
    FACULTY = "faculty"
    DEPARTMENT = "department"


@strawberry.enum(description="Which document the CGPA stands in (E1 to E5).")
class CgpaBasis(StrEnum):
    TRANSCRIPT = "transcript"
    ASSOCIATE_GRADUATION = "associate-graduation"
    HIGH_SCHOOL_DIPLOMA = "high-school-diploma"
    PREVIOUS_LEVEL = "previous-level"


@strawberry.input(description="Figures of the institution's own decision, where no table speaks of the call.")
class OwnRulesInput:
    cgpa_weight: Decimal = strawberry.field(description="0 to 1; the two weights add up to 1")
    language_weight: Decimal = strawberry.field(description="0 to 1")
    minimum_cgpa: Decimal = strawberry.field(description="Of 100")
    min_days: int = strawberry.field(description="The shortest stay")
    max_days: int = strawberry.field(description="The longest stay")


@strawberry.input(
    description="What the rules leave to the institution, and what it decides where they are silent."
)
class CallSettingsInput:
    minimum_language_score: Decimal | None = given("Below it nobody is eligible (E14); 0 asks for none")
    tie_break: list[TieBreak] | None = given("Between equal scores, in order")
    ranking_unit: RankingUnit | None = given("Among whom applicants are ranked (P2)")
    bonuses_add_up: bool | None = given("False counts the highest bonus only (X1)")
    reply_days: int | None = given("Days to answer an offer")
    reserve_length: int | None = given("Reserves a place; null is everybody")
    appeal_days: int | None = given("Days to appeal against the public lists; null: no appeals")
    semesters: int | None = given("Of the stay, for programmes that count them (Mevlana, Farabi)")
    decision: str | None = given("Number and day of the decision behind own rules or a year not announced")
    own_rules: OwnRulesInput | None = given("Where no table speaks of the call (bilateral)")


@strawberry.input(description="A new call for applications.")
class OpenCallInput(CommandInput):
    programme: Programme = strawberry.field(description="Of which programme")
    call_year: int = strawberry.field(description="Whose rates and rules hold")
    academic_year: str = strawberry.field(description="When the stays are, like 2026/2027")
    kind: ActivityKind = strawberry.field(description="What for")
    title: LocalizedTextInput = strawberry.field(description="Its title")
    opens_at: datetime = strawberry.field(description="First instant to apply")
    closes_at: datetime = strawberry.field(description="Deadline")
    agreement_ids: list[strawberry.ID] = strawberry.field(description="Whose places can be preferred")
    stay_begins: date = strawberry.field(description="First day of the stays")
    stay_ends: date = strawberry.field(description="Last day of the stays")
    blended: bool | None = given("Short stays with an online part")
    settings: CallSettingsInput = strawberry.field(description="The office's choices")


@strawberry.input(description="Another deadline.")
class RescheduleCallInput(ChangeInput):
    closes_at: datetime = strawberry.field(description="The new deadline")


@strawberry.input(description="Which call.")
class CallInput(ChangeInput):
    pass


@strawberry.input(description="A wished place; the list's order is the applicant's.")
class PreferenceInput:
    agreement_id: strawberry.ID = strawberry.field(description="Agreement that gives the place")
    condition_id: strawberry.ID = strawberry.field(description="The agreement's condition")


@strawberry.input(description="A bonus or penalty that the applicant claims, with its document.")
class ClaimInput:
    rule: str = strawberry.field(description="The rule's code")
    evidence: str = strawberry.field(description="What document shows it")


@strawberry.input(description="An application.")
class SubmitApplicationInput(CommandInput):
    call_id: strawberry.ID = strawberry.field(description="To which call")
    person_id: strawberry.ID = strawberry.field(description="Whose")
    eqf_level: EqfLevel = strawberry.field(description="Level of study")
    isced_code: str = strawberry.field(description="Field of study, ISCED-F 2013")
    cgpa: Decimal = strawberry.field(description="Cumulative grade point average")
    cgpa_scale: int = strawberry.field(description="4 or 100")
    cgpa_basis: CgpaBasis | None = given("Which document it stands in; the transcript when left out")
    language_score: Decimal | None = given("0 to 100, where the call looks at it")
    preferences: list[PreferenceInput] = strawberry.field(description="Wished places in order")
    claims: list[ClaimInput] | None = given("Documented bonuses and penalties")
    citizen_of: list[str] | None = given("Citizenships, ISO 3166-1: going to one's own country counts less")
    earlier_mobilities: int | None = given("Earlier mobilities in this cycle of study")
    earlier_days: int | None = given("Days of them")
    ects_per_semester: Decimal | None = given("ECTS credits this semester")
    home_ects_per_semester: Decimal | None = given("ECTS credits a semester at home (Farabi)")
    semester: int | None = given("The semester of study; 0 is the preparatory year (Mevlana, Farabi)")
    earlier_in_programme: int | None = given("Earlier stays with this programme at this level (Farabi)")
    graduated_on: date | None = given("Day of graduation, for traineeships afterwards")


@strawberry.input(description="What an officer saw of a claim.")
class VerifyClaimInput(ChangeInput):
    rule: str = strawberry.field(description="The rule's code")
    accepted: bool = strawberry.field(description="Whether it holds")
    evidence: str = strawberry.field(description="What was seen, never the report itself")
    times: int | None = given("How often, for a penalty that counts each time")


@strawberry.input(description="Which application.")
class WithdrawApplicationInput(ChangeInput):
    pass


@strawberry.type
class CallMutations:
    @strawberry.mutation(description="Open a call. Office.")
    async def open_call(self, info: Ask, input: Annotated[OpenCallInput, ORDER]) -> CallPayload:
        return await perform(info, OPEN, input, CallPayload, "call")

    @strawberry.mutation(description="Move a call's deadline. Office.")
    async def reschedule_call(self, info: Ask, input: Annotated[RescheduleCallInput, ORDER]) -> CallPayload:
        return await perform(info, RESCHEDULE, input, CallPayload, "call")

    @strawberry.mutation(
        description="Score and rank a call's applications; the lists are not public yet. Office."
    )
    async def rank_call(self, info: Ask, input: Annotated[CallInput, ORDER]) -> CallPayload:
        return await perform(info, RANK, input, CallPayload, "call")

    @strawberry.mutation(description="Publish a call's lists and offer its places. Office.")
    async def publish_call(self, info: Ask, input: Annotated[CallInput, ORDER]) -> CallPayload:
        return await perform(info, PUBLISH, input, CallPayload, "call")

    @strawberry.mutation(description="Apply. Students for themselves, or the office.")
    async def submit_application(
        self, info: Ask, input: Annotated[SubmitApplicationInput, ORDER]
    ) -> ApplicationPayload:
        return await perform(info, SUBMIT, input, ApplicationPayload, "application")

    @strawberry.mutation(description="Accept or reject a claimed bonus or penalty. Coordinator, office.")
    async def verify_claim(self, info: Ask, input: Annotated[VerifyClaimInput, ORDER]) -> ApplicationPayload:
        return await perform(info, VERIFY, input, ApplicationPayload, "application")

    @strawberry.mutation(description="Take an application back. The applicant, or the office.")
    async def withdraw_application(
        self, info: Ask, input: Annotated[WithdrawApplicationInput, ORDER]
    ) -> ApplicationPayload:
        return await perform(info, WITHDRAW, input, ApplicationPayload, "application")
