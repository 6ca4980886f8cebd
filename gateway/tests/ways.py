"""The two ways an operation runs, without HTTP: as one statement, and field by field."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, cast

import orjson
from sqlalchemy import event
from strawberry.types import ExecutionResult

from chassis.clock import utc_now
from chassis.identity.caller import Caller
from chassis.readings import Readings
from chassis.refusal import Refusal
from gateway.cache.answers import CachedAnswers
from gateway.cache.lease import Lease
from gateway.cache.results import Results
from gateway.commands.owner import Owners
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.connections import Connections
from gateway.compiler.row_texts import RowTexts
from gateway.documents.document import Operation
from gateway.documents.reading import Documents
from gateway.execution import Asked, Execute
from gateway.http.compiled_execution import CompiledExecution
from gateway.http.plain_execution import PlainExecution
from gateway.limits.document import Limits
from gateway.recording import Recording
from gateway.schema.schema import build_schema
from gateway.tests.fixtures import Views

BOUNDLESS = Limits(
    tokens=10**6, depth=100, aliases=1000, root_fields=100, directives=1000, repeats=10**6, cost=10**12
)
SCHEMA = build_schema()
DOCUMENTS = Documents(SCHEMA.graphql, BOUNDLESS)
COMPILER = Compiler(SCHEMA.graphql)
STATEMENT_MS_MAX = 30_000

COMPILED, RESOLVED = "compiled", "resolved"


@dataclass(frozen=True)
class Told:
    """An answer: its data, and of each error code, words and path."""

    data: Any
    errors: tuple[tuple[str | None, str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class Way:
    """One of the two. ``views`` is what the resolvers read."""

    name: str
    execute: Execute
    views: Views

    async def tell(self, caller: Caller, document: str, **variables: Any) -> Told:
        """Only what has errors may be left to resolvers by the compiler."""
        told, is_left = await self._run(caller, document, variables)
        assert told.errors or not is_left, "resolvers answered what the compiler should have"
        return told

    async def tell_anyhow(self, caller: Caller, document: str, **variables: Any) -> Told:
        return (await self._run(caller, document, variables))[0]

    async def ask(self, caller: Caller, document: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        told = await self.tell(caller, document, **variables)
        assert told.errors == (), told.errors
        return told.data

    async def statements(self, caller: Caller, document: str, **variables: Any) -> list[str]:
        """The SQL that an answer takes, without its values."""
        if self.name == COMPILED:
            return [COMPILER.plan(operation_of(document), variables, caller)[0].sql]
        seen: list[str] = []
        with noting_statements(self.views, seen):
            await self.tell(caller, document, **variables)
        return seen

    async def _run(self, caller: Caller, document: str, variables: Mapping[str, Any]) -> tuple[Told, bool]:
        outcome = await self.execute(Asked(operation_of(document), variables, caller, ""))
        if isinstance(outcome, bytes):
            return Told(orjson.loads(outcome)), False
        return Told(_plain(outcome.data), _errors(outcome)), self.name == COMPILED


@asynccontextmanager
async def both_ways(views: Views) -> AsyncIterator[dict[str, Way]]:
    recording = Recording(Readings(views.engine, utc_now))
    plain = PlainExecution(SCHEMA, views.engine, cast("Owners", None), 0, recording)
    url = views.engine.url.render_as_string(hide_password=False)
    connections = Connections(url, 4, STATEMENT_MS_MAX)
    nothing_kept = Results(0)
    lease = Lease(url, views.engine, nothing_kept)
    cached = CachedAnswers(Answering(COMPILER, connections, RowTexts(2**20)), nothing_kept, lease)
    compiled = CompiledExecution(cached, plain, recording, explains=False)
    yield {COMPILED: Way(COMPILED, compiled, views), RESOLVED: Way(RESOLVED, plain, views)}
    await connections.close()


def operation_of(document: str) -> Operation:
    return DOCUMENTS.read(document).operation(None)


@contextmanager
def noting_statements(views: Views, seen: list[str]) -> Iterator[None]:
    def note(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(views.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(views.engine.sync_engine, "before_cursor_execute", note)


def _errors(outcome: ExecutionResult) -> tuple[tuple[str | None, str, tuple[Any, ...]], ...]:
    return tuple(
        (_code(error.original_error), error.message, tuple(error.path or ()))
        for error in outcome.errors or ()
    )


def _code(cause: Exception | None) -> str | None:
    return cause.code if isinstance(cause, Refusal) else None


def _plain(data: Any) -> Any:
    return orjson.loads(orjson.dumps(data, default=str))
