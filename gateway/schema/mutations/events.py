"""Commands to the events service: events and registrations."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from contracts.vocabulary import EventKind
from gateway.commands.command import Command, Service
from gateway.schema.event import Event
from gateway.schema.mutations.inputs import LocalizedTextInput, given
from gateway.schema.mutations.performing import ORDER, ChangeInput, CommandInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.registration import Registration

SCHEDULE = Command(Service.EVENTS, "POST", "/v1/events", "Event")
CHANGE = Command(Service.EVENTS, "PATCH", "/v1/events/{id}", "Event")
CALL_OFF = Command(Service.EVENTS, "POST", "/v1/events/{id}/cancel", "Event")
REGISTER = Command(Service.EVENTS, "POST", "/v1/events/{id}/registrations", "Registration")
CHECK_IN = Command(Service.EVENTS, "POST", "/v1/events/{id}/check-ins", "Registration")
RATE = Command(Service.EVENTS, "POST", "/v1/registrations/{id}/rating", "Registration")
CONFIRM_HOURS = Command(Service.EVENTS, "POST", "/v1/registrations/{id}/hours", "Registration")
CANCEL_REGISTRATION = Command(Service.EVENTS, "POST", "/v1/registrations/{id}/cancel", "Registration")


@strawberry.type(description="An event after a command.")
class EventPayload(Payload):
    event: Event | None = strawberry.field(description="The event, as the caller may see it")


@strawberry.type(description="A registration after a command.")
class RegistrationPayload(Payload):
    registration: Registration | None = strawberry.field(
        description="The registration, as the caller may see it"
    )


@strawberry.input(description="A new event.")
class ScheduleEventInput(CommandInput):
    kind: EventKind = strawberry.field(description="What sort")
    title: LocalizedTextInput = strawberry.field(description="Its title")
    begins_at: datetime = strawberry.field(description="Begin")
    ends_at: datetime = strawberry.field(description="End")
    venue: str = strawberry.field(description="Where")
    capacity: int = strawberry.field(description="Places, at least 1")
    call_id: strawberry.ID | None = given("For those of this call")
    hours: Decimal | None = given("Its places are for volunteers; what it asks of each, in quarters")


@strawberry.input(description="Another number of places; needs expectedVersion.")
class ChangeEventInput(ChangeInput):
    capacity: int = strawberry.field(description="Places, at least those taken")


@strawberry.input(description="Which event.")
class CancelEventInput(ChangeInput):
    pass


@strawberry.input(description="Who wants a place at which event.")
class RegisterForEventInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The event's node id")
    person_id: strawberry.ID = strawberry.field(description="Who")


@strawberry.input(description="Which registration.")
class CancelRegistrationInput(ChangeInput):
    pass


@strawberry.input(description="Who is at the door of which event.")
class CheckInInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The event's node id")
    code: str = strawberry.field(description="What the person shows; case, spaces and hyphens do not matter")


@strawberry.input(description="How an event was.")
class RateEventInput(CommandInput):
    id: strawberry.ID = strawberry.field(description="The registration's node id")
    rating: int = strawberry.field(description="1 to 5")
    comment: str | None = given("In words: the office reads them without a name")


@strawberry.input(description="How long a volunteer worked.")
class ConfirmHoursInput(ChangeInput):
    hours: Decimal = strawberry.field(
        description="In quarters, not more than the activity asks for; 0 takes it back"
    )


@strawberry.type
class EventMutations:
    @strawberry.mutation(description="Announce an event. Office.")
    async def schedule_event(self, info: Ask, input: Annotated[ScheduleEventInput, ORDER]) -> EventPayload:
        return await perform(info, SCHEDULE, input, EventPayload, "event")

    @strawberry.mutation(description="Change the number of places; those waiting move up. Office.")
    async def change_event(self, info: Ask, input: Annotated[ChangeEventInput, ORDER]) -> EventPayload:
        return await perform(info, CHANGE, input, EventPayload, "event")

    @strawberry.mutation(description="Call an event off. Office.")
    async def cancel_event(self, info: Ask, input: Annotated[CancelEventInput, ORDER]) -> EventPayload:
        return await perform(info, CALL_OFF, input, EventPayload, "event")

    @strawberry.mutation(description="Take a place, or a number in the waiting list. Oneself, or the office.")
    async def register_for_event(
        self, info: Ask, input: Annotated[RegisterForEventInput, ORDER]
    ) -> RegistrationPayload:
        return await perform(info, REGISTER, input, RegistrationPayload, "registration")

    @strawberry.mutation(description="Do not come; the first in line has the place. Oneself, or the office.")
    async def cancel_registration(
        self, info: Ask, input: Annotated[CancelRegistrationInput, ORDER]
    ) -> RegistrationPayload:
        return await perform(info, CANCEL_REGISTRATION, input, RegistrationPayload, "registration")

    @strawberry.mutation(description="Let somebody in by the code they show, once. Office.")
    async def check_in(self, info: Ask, input: Annotated[CheckInInput, ORDER]) -> RegistrationPayload:
        return await perform(info, CHECK_IN, input, RegistrationPayload, "registration")

    @strawberry.mutation(description="Confirm how long a volunteer worked, once it is over. Office.")
    async def confirm_hours(
        self, info: Ask, input: Annotated[ConfirmHoursInput, ORDER]
    ) -> RegistrationPayload:
        return await perform(info, CONFIRM_HOURS, input, RegistrationPayload, "registration")

    @strawberry.mutation(description="Say how an event was, once, after one attended it. Oneself.")
    async def rate_event(self, info: Ask, input: Annotated[RateEventInput, ORDER]) -> RegistrationPayload:
        return await perform(info, RATE, input, RegistrationPayload, "registration")
