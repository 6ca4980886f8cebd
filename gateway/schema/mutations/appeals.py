"""Commands to the mobility service about committees and appeals."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.mutations.calls import ApplicationPayload, CallPayload
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, perform
from gateway.schema.node import Ask

COMMITTEE = Command(Service.MOBILITY, "POST", "/v1/calls/{id}/committee", "Call")
APPROVE = Command(Service.MOBILITY, "POST", "/v1/calls/{id}/approve", "Call")
APPEAL = Command(Service.MOBILITY, "POST", "/v1/applications/{id}/appeal", "Application")
ACCEPT = Command(Service.MOBILITY, "POST", "/v1/applications/{id}/appeal/accept", "Application")
REJECT = Command(Service.MOBILITY, "POST", "/v1/applications/{id}/appeal/reject", "Application")


@strawberry.input(description="A member of a committee.")
class CommitteeMemberInput:
    person_id: strawberry.ID = strawberry.field(description="Who")
    chair: bool | None = given("Whether they chair it")


@strawberry.input(description="A call's committee; one of them is the chair.")
class NameCommitteeInput(ChangeInput):
    members: list[CommitteeMemberInput] = strawberry.field(description="All of them")


@strawberry.input(description="The committee's approval of a ranking.")
class ApproveCallInput(ChangeInput):
    minutes_number: str = strawberry.field(description="Number of the minutes")
    minutes_on: date = strawberry.field(description="Day of the meeting")


@strawberry.input(description="An appeal against the public lists.")
class AppealApplicationInput(ChangeInput):
    reason: str = strawberry.field(description="Why; read by the applicant, the coordinator and the office")


@strawberry.input(description="Why an appeal is not granted.")
class RejectAppealInput(ChangeInput):
    answer: str = strawberry.field(description="For the applicant")


@strawberry.input(description="A line of the score decided anew.")
class VerificationInput:
    rule: str = strawberry.field(description="The rule's code")
    accepted: bool = strawberry.field(description="Whether it holds")
    evidence: str = strawberry.field(description="What was seen, never the report itself")
    times: int | None = given("How often, for a penalty that counts each time")


@strawberry.input(description="What was wrong; what is left out stays as it is.")
class AcceptAppealInput(ChangeInput):
    answer: str = strawberry.field(description="For the applicant")
    cgpa: Decimal | None = given("The right grade, on the scale of the application")
    language_score: Decimal | None = given("The right language score")
    verification: VerificationInput | None = given("A bonus or penalty, with its evidence")


@strawberry.type
class AppealMutations:
    @strawberry.mutation(description="Name a call's committee, until its lists are public. Office.")
    async def name_committee(self, info: Ask, input: Annotated[NameCommitteeInput, ORDER]) -> CallPayload:
        return await perform(info, COMMITTEE, input, CallPayload, "call")

    @strawberry.mutation(
        description="Approve a ranking, with the minutes. A member of the committee who did not rank."
    )
    async def approve_call(self, info: Ask, input: Annotated[ApproveCallInput, ORDER]) -> CallPayload:
        return await perform(info, APPROVE, input, CallPayload, "call")

    @strawberry.mutation(
        description="Appeal against the public lists, in their window. The applicant, office."
    )
    async def appeal_application(
        self, info: Ask, input: Annotated[AppealApplicationInput, ORDER]
    ) -> ApplicationPayload:
        return await perform(info, APPEAL, input, ApplicationPayload, "application")

    @strawberry.mutation(description="Reject an appeal, with the reason. Office.")
    async def reject_appeal(
        self, info: Ask, input: Annotated[RejectAppealInput, ORDER]
    ) -> ApplicationPayload:
        return await perform(info, REJECT, input, ApplicationPayload, "application")

    @strawberry.mutation(
        description="Accept an appeal with what it corrects; nobody else's place or turn changes. Office."
    )
    async def accept_appeal(
        self, info: Ask, input: Annotated[AcceptAppealInput, ORDER]
    ) -> ApplicationPayload:
        return await perform(info, ACCEPT, input, ApplicationPayload, "application")
