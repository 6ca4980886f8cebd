"""Answering queries by their plans: what is remembered, and what to do where a required value is missing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from time import time_ns
from typing import Any, Generic, NamedTuple, TypeVar

import asyncpg
from graphql import GraphQLSchema

from chassis.identity.caller import Caller
from chassis.refusal import Refusal
from chassis.telemetry import sql
from gateway.compiler.compile import compile_query
from gateway.compiler.connections import Connections
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.plan import Plan, RowPlan
from gateway.compiler.query import Query, Variables, query_of
from gateway.compiler.restrict_rows import caller_shape
from gateway.compiler.row_texts import RowTexts
from gateway.documents.document import Operation
from gateway.reading.marks import Marked, taken_out

V = TypeVar("V")

QUERIES_MAX = 1024
PLANS_MAX = 2048
MISSING = "KV001"


class Recent(Generic[V]):
    """What was used lately, at most ``size`` of it; what cannot be made is remembered too."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, V | NotCompilable] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Raises: NotCompilable."""
        found = self._held.get(key)
        if found is None:
            found = self._held[key] = _made(make)
            if len(self._held) > self._size:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(key)
        if isinstance(found, NotCompilable):
            raise found
        return found


def _made(make: Callable[[], V]) -> V | NotCompilable:
    try:
        return make()
    except NotCompilable as reason:
        return reason


class Planned(NamedTuple):
    """A query ready to run: its plan, its variables, and what the plan's statement is told."""

    plan: Plan
    variables: Variables
    arguments: list[Any]


@dataclass
class Compiler:
    """Plans for one schema."""

    schema: GraphQLSchema
    _queries: Recent[Query] = field(default_factory=lambda: Recent(QUERIES_MAX))
    _plans: Recent[Plan] = field(default_factory=lambda: Recent(PLANS_MAX))

    def plan(self, operation: Operation, given: Mapping[str, Any], caller: Caller) -> Planned:
        """Raises: NotCompilable."""
        query = self._queries.get(operation, lambda: query_of(self.schema, operation))
        variables = query.coerce(given)
        shape = (operation, query.shape(variables), caller_shape(caller))
        try:
            plan = self._plans.get(shape, lambda: compile_query(query, variables, caller))
            statement = plan if plan.rows is None else plan.rows.naming
            return Planned(plan, variables, statement.arguments(variables, caller))
        except Refusal as refused:
            raise NotCompilable("refused", refused.code) from refused


class Answering:
    """Compiled answers. ``texts``: what rows were written as, where a row says all by itself."""

    def __init__(self, compiler: Compiler, connections: Connections, texts: RowTexts) -> None:
        self._compiler, self._connections, self._texts = compiler, connections, texts

    def planned(self, operation: Operation, given: Mapping[str, Any], caller: Caller) -> Planned:
        """Raises: NotCompilable."""
        return self._compiler.plan(operation, given, caller)

    async def run(self, planned: Planned) -> Marked:
        """The answer's ``data`` as JSON. Raises: NotCompilable where a required value is missing."""
        plan, _, arguments = planned
        if plan.rows is not None:
            return await self._list(plan.rows, arguments)
        data: bytes | None = (await self._row(plan.sql, arguments))[0]
        if data is None:
            raise NotCompilable("missing value")
        return taken_out(data) if plan.is_marked else Marked(data, ())

    async def _list(self, plan: RowPlan, arguments: list[Any]) -> Marked:
        """Each statement sees the rows as they are; the second answers alone, whatever the first one saw."""
        if self._texts.worth_naming(plan):
            ids, writers, before, after = await self._row(plan.naming.sql, arguments)
            texts = self._texts.all_of(plan, ids or (), writers or ())
            if texts is not None:
                return _joined(before, texts, after)
        ids, writers, before, after, written = await self._row(plan.writing, arguments)
        texts = [taken_out(text.encode()) for text in written or ()]
        self._texts.keep(plan, ids or (), writers or (), texts)
        return _joined(before, texts, after)

    async def _row(self, statement: str, arguments: list[Any]) -> asyncpg.Record:
        began = time_ns()
        try:
            found = await self._connections.fetchrow(statement, arguments)
        except asyncpg.PostgresError as error:
            sql.ended(statement, began, type(error).__name__)
            if error.sqlstate == MISSING:
                raise NotCompilable("missing value", str(error)) from error
            raise
        sql.ended(statement, began)
        return found


def _joined(before: bytes, texts: Sequence[Marked], after: bytes) -> Marked:
    data = b"%b%b%b" % (before, b",".join([text.data for text in texts]), after)
    return Marked(data, frozenset(person for text in texts for person in text.people))
