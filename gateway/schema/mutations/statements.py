"""Commands about lines of the bank's statements that matched nothing by themselves."""

from typing import Annotated

import strawberry

from contracts.vocabulary import StatementOrigin
from gateway.commands.command import Command, Service
from gateway.schema.mutations.performing import ORDER, ChangeInput, Payload, perform
from gateway.schema.node import Ask
from gateway.schema.statement_line import StatementLine

ASSIGN = Command(Service.FINANCE, "POST", "/v1/statement-lines/{id}/assignment", "StatementLine")
SET_ASIDE = Command(Service.FINANCE, "POST", "/v1/statement-lines/{id}/setting-aside", "StatementLine")


@strawberry.type(description="A statement line after a command.")
class StatementLinePayload(Payload):
    statement_line: StatementLine | None = strawberry.field(description="The line, as the caller may see it")


@strawberry.input(description="Which order a line answers.")
class AssignStatementLineInput(ChangeInput):
    order_id: strawberry.ID = strawberry.field(
        description="Node id of the payment order, or of the request it had the approval of"
    )


@strawberry.input(description="What a line is that answers no payment order.")
class SetStatementLineAsideInput(ChangeInput):
    origin: StatementOrigin = strawberry.field(description="What it is")


@strawberry.type
class StatementsMutations:
    @strawberry.mutation(
        description="Say which payment order of the same amount a line answers; it is booked. Finance."
    )
    async def assign_statement_line(
        self, info: Ask, input: Annotated[AssignStatementLineInput, ORDER]
    ) -> StatementLinePayload:
        return await perform(info, ASSIGN, input, StatementLinePayload, "statement_line")

    @strawberry.mutation(description="Say that a line answers no payment order, and what it is. Finance.")
    async def set_statement_line_aside(
        self, info: Ask, input: Annotated[SetStatementLineAsideInput, ORDER]
    ) -> StatementLinePayload:
        return await perform(info, SET_ASIDE, input, StatementLinePayload, "statement_line")
