"""Commands about what is owed back: by when it comes."""

from datetime import date
from typing import Annotated

import strawberry

from gateway.commands.command import Command, Service
from gateway.schema.mutations.finance import GrantPayload
from gateway.schema.mutations.inputs import MoneyInput
from gateway.schema.mutations.performing import ORDER, ChangeInput, perform
from gateway.schema.node import Ask

AGREE = Command(Service.FINANCE, "POST", "/v1/grants/{id}/recovery-plan", "Grant")


@strawberry.input(description="What comes back by a day.")
class RecoveryPartInput:
    due_on: date = strawberry.field(description="Last day, after that of the part before it")
    amount: MoneyInput = strawberry.field(description="How much")


@strawberry.input(description="In which parts what is owed comes back.")
class AgreeRecoveryInput(ChangeInput):
    parts: list[RecoveryPartInput] = strawberry.field(
        description="Earliest first, at most 36; together what is owed"
    )


@strawberry.type
class RecoveringMutations:
    @strawberry.mutation(
        description="Agree by when what is owed comes back; an earlier plan is replaced. Office, finance."
    )
    async def agree_recovery(self, info: Ask, input: Annotated[AgreeRecoveryInput, ORDER]) -> GrantPayload:
        return await perform(info, AGREE, input, GrantPayload, "grant")
