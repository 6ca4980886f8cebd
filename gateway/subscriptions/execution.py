"""Running a subscription's document: once to understand it, then once for each batch of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from graphql import GraphQLError
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry.types.execution import ExecutionResult, PreExecutionError

from chassis.http.database_problems import refusal_of
from chassis.refusal import Kind, Refusal
from gateway.commands.owner import Owners
from gateway.execution import Asked
from gateway.reading.reader import Reader
from gateway.reading.view_wait import ViewWait
from gateway.recording import Recording
from gateway.schema.operations import QuietSchema
from gateway.schema.subscriptions.watching import Change, Wanted, Watching

Phrase = Callable[[GraphQLError], Mapping[str, Any]]
"""An error in Kervan's words, as every answer of /graphql has it."""


class Unanswerable(Exception):
    """A subscription that cannot be told: its document, its arguments or a refusal say why."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = orjson.dumps(errors, default=str).decode()


class Result(NamedTuple):
    """What is told of a change: JSON, and the people it shows."""

    change: Change
    payload: str
    people: frozenset[UUID]


@dataclass(frozen=True)
class Execution:
    """Everything a document runs against. ``phrase`` puts errors into words."""

    schema: QuietSchema
    engine: AsyncEngine
    owners: Owners
    phrase: Phrase
    recording: Recording

    async def understood(self, asked: Asked) -> Wanted:
        """What a subscription waits for, its arguments checked. Raises: Unanswerable."""
        context = self._context(asked, ())
        results = await self._run(asked, context)
        if results:
            raise self._failure(results[0][0])
        return context.wanted[0]

    async def told(self, asked: Asked, changes: Sequence[Change]) -> list[Result]:
        """The changes that the caller may hear of, each with its result, in their order.

        Every batch has a reader of its own, so nothing is told from what was loaded before.
        Raises: Unanswerable, or what kept the objects from being read.
        """
        context = self._context(asked, changes)
        results = await self._run(asked, context)
        if len(results) > len(context.told):
            raise self._failure(results[-1][0])
        pairs = zip(context.told, results, strict=True)
        return [Result(change, self._json(result), people) for change, (result, people) in pairs]

    def refused(self, *errors: GraphQLError | Refusal) -> Unanswerable:
        return Unanswerable([self.phrase(_as_error(error)) for error in errors])

    def _context(self, asked: Asked, changes: Sequence[Change]) -> Watching:
        """Without a token: what is told goes to a group, and nobody's commands are in it."""
        reader, document = Reader(self.engine, asked.caller), asked.operation.document.ast
        return Watching(asked.caller, "", reader, self.owners, ViewWait(0), document, changes=changes)

    async def _run(self, asked: Asked, context: Watching) -> list[tuple[ExecutionResult, frozenset[UUID]]]:
        """Each result with those people of whom it tells."""
        operation = asked.operation
        results = await self.schema.subscribe(
            operation.document.text,
            dict(asked.variables),
            context_value=context,
            operation_name=operation.name,
        )
        return [(result, context.reader.take_people_read()) async for result in results]

    def _failure(self, result: ExecutionResult) -> Exception:
        """An argument that is wrong has its words; anything else is the error itself."""
        errors = result.errors or [GraphQLError("no result and no error")]
        cause = errors[0].original_error
        known = refusal_of(cause, {}) if cause and not isinstance(cause, Refusal | GraphQLError) else None
        if known is not None and known.kind is Kind.INVALID:
            return self.refused(known)
        if isinstance(result, PreExecutionError) or isinstance(cause, Refusal):
            return self.refused(*errors)
        return cause or errors[0]

    def _json(self, result: ExecutionResult) -> str:
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [self.phrase(error) for error in result.errors]
        return orjson.dumps(body, default=str).decode()


def _as_error(error: GraphQLError | Refusal) -> GraphQLError:
    if isinstance(error, Refusal):
        return GraphQLError(error.message.en, original_error=error)
    return error
