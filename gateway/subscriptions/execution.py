"""Running a subscription's document: once to understand it, then once for each batch of changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import strawberry
from graphql import GraphQLError
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult, PreExecutionError

from chassis.http.database_problems import refusal_of
from chassis.identity.caller import Caller
from chassis.refusal import Kind, Refusal
from gateway.commands.owner import Owners
from gateway.reading.reader import Reader
from gateway.schema.operations import OperationUnknown
from gateway.schema.subscriptions.watching import Change, Wanted, Watching
from gateway.subscriptions.document import Asked
from gateway.subscriptions.endings import OnlySubscriptions

Phrase = Callable[[GraphQLError], Mapping[str, Any]]
"""An error in Kervan's words, as every answer of /graphql has it."""


class Unanswerable(Exception):
    """A subscription that cannot be told: its document, its arguments or a refusal say why."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = orjson.dumps(errors, default=str).decode()


@dataclass(frozen=True)
class Execution:
    """Everything a document runs against. ``phrase`` puts errors into words."""

    schema: strawberry.Schema
    engine: AsyncEngine
    owners: Owners
    phrase: Phrase

    async def understood(self, asked: Asked, caller: Caller) -> Wanted:
        """What a subscription waits for, its document and arguments checked. Raises: Unanswerable."""
        context = self._context(caller, ())
        results = await self._run(asked, context)
        if results:
            raise self._failure(results[0])
        return context.wanted[0]

    async def told(self, asked: Asked, caller: Caller, changes: Sequence[Change]) -> list[tuple[Change, str]]:
        """The changes that ``caller`` may hear of, each with its result as JSON, in their order.

        Every batch has a reader of its own, so nothing is told from what was loaded before.
        Raises: Unanswerable, or what kept the objects from being read.
        """
        context = self._context(caller, changes)
        results = await self._run(asked, context)
        if len(results) > len(context.told):
            raise self._failure(results[-1])
        return [(change, self._json(result)) for change, result in zip(context.told, results, strict=True)]

    def refused(self, refusal: Refusal) -> Unanswerable:
        return Unanswerable([self.phrase(GraphQLError(refusal.message.en, original_error=refusal))])

    def _context(self, caller: Caller, changes: Sequence[Change]) -> Watching:
        reader = Reader(self.engine, caller)
        return Watching(caller, "", reader, self.owners, view_wait_seconds_max=0.0, changes=changes)

    async def _run(self, asked: Asked, context: Watching) -> list[ExecutionResult]:
        try:
            results = await self.schema.subscribe(
                asked.query, dict(asked.variables), context_value=context, operation_name=asked.name
            )
            return [result async for result in results]
        except GraphQLError as error:  # the parser cache lets syntax errors through
            raise Unanswerable([self.phrase(error)]) from error

    def _failure(self, result: ExecutionResult) -> Exception:
        """A document or argument that is wrong has its words; anything else is the error itself."""
        errors = result.errors or [GraphQLError("no result and no error")]
        cause = errors[0].original_error
        if isinstance(cause, InvalidOperationTypeError):
            return self.refused(OnlySubscriptions())
        if isinstance(cause, CannotGetOperationTypeError):
            return self.refused(OperationUnknown(name="?"))
        known = refusal_of(cause, {}) if cause and not isinstance(cause, Refusal | GraphQLError) else None
        if known is not None and known.kind is Kind.INVALID:
            return self.refused(known)
        if isinstance(result, PreExecutionError) or isinstance(cause, Refusal):
            return Unanswerable([self.phrase(error) for error in errors])
        return cause or errors[0]

    def _json(self, result: ExecutionResult) -> str:
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [self.phrase(error) for error in result.errors]
        return orjson.dumps(body, default=str).decode()
