"""Commands to the mobility service about those who come to us."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import ActivityKind, EqfLevel, Programme
from gateway.commands.command import Command, Service
from gateway.schema.housing import HousingBooking, HousingPlace
from gateway.schema.incoming import IncomingApplication
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask


def _to(path: str, type_name: str, **led_to: str) -> Command:
    return Command(Service.MOBILITY, "POST", path, type_name, led_to=led_to)


RECEIVE = _to("/v1/incoming-applications", "IncomingApplication")
ACCEPT = _to("/v1/incoming-applications/{id}/accept", "IncomingApplication", mobility_id="Mobility")
REFUSE = _to("/v1/incoming-applications/{id}/refuse", "IncomingApplication")
BUDDY = _to("/v1/incoming-applications/{id}/buddy", "IncomingApplication")
ANSWER_BUDDY = _to("/v1/incoming-applications/{id}/buddy/answer", "IncomingApplication")
LIST_PLACE = _to("/v1/housing-places", "HousingPlace")
BOOK = _to("/v1/mobilities/{id}/housing", "HousingBooking")
RELEASE = _to("/v1/housing-bookings/{id}/release", "HousingBooking")


@strawberry.type(description="An incoming application after a command.")
class IncomingApplicationPayload(Payload):
    incoming_application: IncomingApplication | None = strawberry.field(
        description="The application, as the caller may see it"
    )


@strawberry.type(description="A bed after a command.")
class HousingPlacePayload(Payload):
    housing_place: HousingPlace | None = strawberry.field(description="The bed")


@strawberry.type(description="A booking after a command.")
class HousingBookingPayload(Payload):
    housing_booking: HousingBooking | None = strawberry.field(
        description="The booking, as the caller may see it"
    )


@strawberry.input(description="An application of somebody whom a partner sends us.")
class ReceiveIncomingInput(CommandInput):
    person_id: strawberry.ID = strawberry.field(description="Who wants to come")
    faculty: str = strawberry.field(description="To which of our faculties")
    partner_id: strawberry.ID = strawberry.field(description="Who sends them")
    agreement_id: strawberry.ID | None = given("Under which agreement")
    programme: Programme = strawberry.field(description="Under which programme")
    call_year: int = strawberry.field(description="Whose rules hold")
    academic_year: str = strawberry.field(description="When, like 2026/2027")
    kind: ActivityKind = strawberry.field(description="What for")
    eqf_level: EqfLevel | None = given("Level of study")
    begins: date = strawberry.field(description="First day")
    ends: date = strawberry.field(description="Last day")
    received_on: date | None = given("When it came; today, if it is left out")


@strawberry.input(description="Which application, decided when.")
class DecideIncomingInput(ChangeInput):
    decided_on: date | None = given("When; today, if it is left out")


@strawberry.input(description="Who helps.")
class AssignBuddyInput(ChangeInput):
    buddy_id: strawberry.ID = strawberry.field(description="A student of ours, who is asked")


@strawberry.input(description="What the student who was asked says.")
class AnswerBuddyInput(ChangeInput):
    agrees: bool = strawberry.field(description="Whether they help")


@strawberry.input(description="A bed.")
class ListHousingPlaceInput(CommandInput):
    building: str = strawberry.field(description="Which house")
    room: str = strawberry.field(description="Which room")
    bed: str = strawberry.field(description="Which bed")
    available_from: date = strawberry.field(description="First day")
    available_until: date = strawberry.field(description="Last day")


@strawberry.input(description="For which incoming mobility.")
class BookHousingInput(ChangeInput):
    pass


@strawberry.input(description="Which booking.")
class ReleaseHousingInput(ChangeInput):
    pass


@strawberry.type
class IncomingMutations:
    @strawberry.mutation(description="Take in an application from a partner. Office.")
    async def receive_incoming(
        self, info: Ask, input: Annotated[ReceiveIncomingInput, ORDER]
    ) -> IncomingApplicationPayload:
        return await perform(info, RECEIVE, input, IncomingApplicationPayload, "incoming_application")

    @strawberry.mutation(
        description="Accept somebody: the stay is planned and its file opened. Office, coordinator."
    )
    async def accept_incoming(
        self, info: Ask, input: Annotated[DecideIncomingInput, ORDER]
    ) -> IncomingApplicationPayload:
        return await perform(info, ACCEPT, input, IncomingApplicationPayload, "incoming_application")

    @strawberry.mutation(description="Refuse an application from a partner. Office, coordinator.")
    async def refuse_incoming(
        self, info: Ask, input: Annotated[DecideIncomingInput, ORDER]
    ) -> IncomingApplicationPayload:
        return await perform(info, REFUSE, input, IncomingApplicationPayload, "incoming_application")

    @strawberry.mutation(description="Ask a student of ours to help a guest. Office, coordinator.")
    async def assign_buddy(
        self, info: Ask, input: Annotated[AssignBuddyInput, ORDER]
    ) -> IncomingApplicationPayload:
        return await perform(info, BUDDY, input, IncomingApplicationPayload, "incoming_application")

    @strawberry.mutation(
        description="Agree to help a guest, or not. Whoever was asked; office, coordinator for them."
    )
    async def answer_buddy(
        self, info: Ask, input: Annotated[AnswerBuddyInput, ORDER]
    ) -> IncomingApplicationPayload:
        return await perform(info, ANSWER_BUDDY, input, IncomingApplicationPayload, "incoming_application")

    @strawberry.mutation(description="Add a bed to the list. Office.")
    async def list_housing_place(
        self, info: Ask, input: Annotated[ListHousingPlaceInput, ORDER]
    ) -> HousingPlacePayload:
        return await perform(info, LIST_PLACE, input, HousingPlacePayload, "housing_place")

    @strawberry.mutation(
        description="Book the free bed that fits an incoming stay tightest. Office, coordinator."
    )
    async def book_housing(
        self, info: Ask, input: Annotated[BookHousingInput, ORDER]
    ) -> HousingBookingPayload:
        return await perform(info, BOOK, input, HousingBookingPayload, "housing_booking")

    @strawberry.mutation(description="Give a booked bed back. Office, coordinator.")
    async def release_housing(
        self, info: Ask, input: Annotated[ReleaseHousingInput, ORDER]
    ) -> HousingBookingPayload:
        return await perform(info, RELEASE, input, HousingBookingPayload, "housing_booking")
