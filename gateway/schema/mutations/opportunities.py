"""Commands to the events service about opportunities and who wants to hear of them."""

from datetime import datetime
from typing import Annotated

import strawberry

from contracts.vocabulary import EqfLevel, OpportunityKind
from gateway.commands.command import Command, Service
from gateway.schema.interest import Interest
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.opportunity import Opportunity

PUBLISH = Command(Service.EVENTS, "POST", "/v1/opportunities", "Opportunity")
CHANGE = Command(Service.EVENTS, "PUT", "/v1/opportunities/{id}", "Opportunity")
WITHDRAW = Command(Service.EVENTS, "POST", "/v1/opportunities/{id}/withdraw", "Opportunity")
STATE = Command(Service.EVENTS, "POST", "/v1/interests", "Interest")


@strawberry.type(description="An opportunity after a command.")
class OpportunityPayload(Payload):
    opportunity: Opportunity | None = strawberry.field(
        description="The opportunity, as the caller may see it"
    )


@strawberry.type(description="An interest after a command.")
class InterestPayload(Payload):
    interest: Interest | None = strawberry.field(description="The interest, as the caller may see it")


@strawberry.input
class Offer:
    """What both inputs say of it."""

    kind: OpportunityKind = strawberry.field(description="What sort")
    title: LocalizedTextInput = strawberry.field(description="Its title")
    body: LocalizedTextInput = strawberry.field(description="What it is")
    source: str = strawberry.field(description="Who offers it")
    url: str | None = given("Where more is said; begins with https://")
    deadline: datetime = strawberry.field(description="Until when one may apply")
    faculties: list[str] | None = given("For these faculties, by code; all when left out")
    eqf_levels: list[EqfLevel] | None = given("For these levels of study; all when left out")
    languages: list[str] | None = given("ISO 639-1, one of them is enough; all when left out")


@strawberry.input(description="What others offer.")
class PublishOpportunityInput(CommandInput, Offer):
    pass


@strawberry.input(description="The whole new content of an opportunity; needs expectedVersion.")
class ChangeOpportunityInput(ChangeInput, Offer):
    pass


@strawberry.input(description="Which opportunity.")
class OpportunityInput(ChangeInput):
    pass


@strawberry.input(description="What one wants to hear of; it replaces what was said before.")
class StateInterestInput(CommandInput):
    person_id: strawberry.ID = strawberry.field(description="Who: oneself")
    kinds: list[OpportunityKind] = strawberry.field(description="Of these sorts; none is nothing")
    languages: list[str] | None = given("Languages one works in, ISO 639-1")
    mail_kinds: list[OpportunityKind] | None = given("Of these also by mail: one's consent; none is no mail")


@strawberry.type
class OpportunityMutations:
    @strawberry.mutation(
        description="Publish what others offer; who it is for and who asked for mail is told. Office."
    )
    async def publish_opportunity(
        self, info: Ask, input: Annotated[PublishOpportunityInput, ORDER]
    ) -> OpportunityPayload:
        return await perform(info, PUBLISH, input, OpportunityPayload, "opportunity")

    @strawberry.mutation(description="Replace an opportunity's content; nobody is told twice. Office.")
    async def change_opportunity(
        self, info: Ask, input: Annotated[ChangeOpportunityInput, ORDER]
    ) -> OpportunityPayload:
        return await perform(info, CHANGE, input, OpportunityPayload, "opportunity")

    @strawberry.mutation(description="Take an opportunity back. Office.")
    async def withdraw_opportunity(
        self, info: Ask, input: Annotated[OpportunityInput, ORDER]
    ) -> OpportunityPayload:
        return await perform(info, WITHDRAW, input, OpportunityPayload, "opportunity")

    @strawberry.mutation(description="Say what one wants to hear of, and of what by mail. Oneself.")
    async def state_interest(self, info: Ask, input: Annotated[StateInterestInput, ORDER]) -> InterestPayload:
        return await perform(info, STATE, input, InterestPayload, "interest")
