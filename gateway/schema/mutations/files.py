"""Commands to the mobility service about the files of stays."""

from datetime import date
from typing import Annotated

import strawberry

from contracts.vocabulary import MobilityTaskStatus, StayMilestone
from gateway.commands.command import Command, Service
from gateway.schema.mobility_file import MobilityFile
from gateway.schema.mutations.inputs import given
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, perform
from gateway.schema.node import Ask


def _to(path: str) -> Command:
    return Command(Service.MOBILITY, "POST", path, "MobilityFile")


OPEN = _to("/v1/mobilities/{id}/file")
NOMINATE = _to("/v1/files/{id}/nominate")
ANSWER = _to("/v1/files/{id}/answer")
MILESTONE = _to("/v1/files/{id}/milestones")
SETTLE = _to("/v1/files/{id}/tasks")
REMIND = _to("/v1/files/{id}/reminders")


@strawberry.type(description="A file after a command.")
class MobilityFilePayload(Payload):
    mobility_file: MobilityFile | None = strawberry.field(description="The file, as the caller may see it")


@strawberry.input(description="For which mobility.")
class OpenMobilityFileInput(ChangeInput):
    pass


@strawberry.input(description="Whose nomination was sent.")
class NominateInput(ChangeInput):
    sent_on: date | None = given("When; today, if it is left out")


@strawberry.input(description="What the partner answered.")
class AnswerNominationInput(ChangeInput):
    accepted: bool = strawberry.field(description="Whether they may come")
    answered_on: date | None = given("When; today, if it is left out")


@strawberry.input(description="A day that due days are counted from.")
class EnterMilestoneInput(ChangeInput):
    milestone: StayMilestone = strawberry.field(description="Arrival, registration, or the end of a permit")
    day: date = strawberry.field(description="When")


@strawberry.input(description="What became of a task.")
class SettleTaskInput(ChangeInput):
    task: str = strawberry.field(description="The task's code")
    status: MobilityTaskStatus = strawberry.field(description="Done, waived, or waiting again")
    done_on: date | None = given("When; today, if it is left out")
    due_on: date | None = given("The office's own due day; no rule moves it then")


@strawberry.input(description="Which task is owed.")
class RemindOfTaskInput(ChangeInput):
    task: str = strawberry.field(description="The task's code")


@strawberry.type
class FileMutations:
    @strawberry.mutation(
        description="Open the file of a stay, with the tasks of its programme. Office, coordinator."
    )
    async def open_mobility_file(
        self, info: Ask, input: Annotated[OpenMobilityFileInput, ORDER]
    ) -> MobilityFilePayload:
        return await perform(info, OPEN, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(description="Note that the partner was told who comes. Office, coordinator.")
    async def nominate(self, info: Ask, input: Annotated[NominateInput, ORDER]) -> MobilityFilePayload:
        return await perform(info, NOMINATE, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(description="Record the partner's answer to a nomination. Office, coordinator.")
    async def answer_nomination(
        self, info: Ask, input: Annotated[AnswerNominationInput, ORDER]
    ) -> MobilityFilePayload:
        return await perform(info, ANSWER, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(
        description="Enter a day of somebody's stay here; due days follow. Office, coordinator."
    )
    async def enter_milestone(
        self, info: Ask, input: Annotated[EnterMilestoneInput, ORDER]
    ) -> MobilityFilePayload:
        return await perform(info, MILESTONE, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(
        description="Settle a task, or give it the office's own due day. Office, coordinator."
    )
    async def settle_task(self, info: Ask, input: Annotated[SettleTaskInput, ORDER]) -> MobilityFilePayload:
        return await perform(info, SETTLE, input, MobilityFilePayload, "mobility_file")

    @strawberry.mutation(
        description="Remind whoever owes a task, the survey for one; once a day. Office, coordinator."
    )
    async def remind_of_task(
        self, info: Ask, input: Annotated[RemindOfTaskInput, ORDER]
    ) -> MobilityFilePayload:
        return await perform(info, REMIND, input, MobilityFilePayload, "mobility_file")
