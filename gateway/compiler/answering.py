"""Answering operations by their plans: caches, the connection pool, and what to do with a missing value."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import asyncpg
from graphql import ASTValidationRule, GraphQLSchema

from chassis.database import STATEMENT_MS_MAX, plain_url
from chassis.identity.caller import Caller
from chassis.refusal import Refusal
from gateway.compiler.compile import compile_operation
from gateway.compiler.not_compilable import NotCompilable
from gateway.compiler.operation import Operation, read
from gateway.compiler.plan import Plan
from gateway.compiler.restrict_rows import caller_shape

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

DOCUMENTS_MAX = 1024
PLANS_MAX = 2048
MISSING = "KV001"


class Recent(Generic[K, V]):
    """What was used lately, at most ``size`` of it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: K, value: V) -> V:
        self._held[key] = value
        if len(self._held) > self._size:
            self._held.popitem(last=False)
        return value


@dataclass
class Compiler:
    """Plans for one schema. What cannot be compiled is remembered like a plan."""

    schema: GraphQLSchema
    rules: Sequence[type[ASTValidationRule]]
    tokens_max: int
    _operations: Recent[Hashable, Operation | NotCompilable] = field(
        default_factory=lambda: Recent(DOCUMENTS_MAX)
    )
    _plans: Recent[Hashable, Plan | NotCompilable] = field(default_factory=lambda: Recent(PLANS_MAX))

    def plan(
        self, document: str, name: str | None, given: Mapping[str, Any] | None, caller: Caller
    ) -> tuple[Plan, list[Any]]:
        """The plan and what its statement is told. Raises: NotCompilable."""
        operation = self._remembered(self._operations, (document, name), lambda: self._read(document, name))
        variables = operation.coerce(given)
        shape = (document, name, operation.shape(variables), caller_shape(caller))
        try:
            plan = self._remembered(
                self._plans, shape, lambda: compile_operation(operation, variables, caller)
            )
            return plan, plan.arguments(variables, caller)
        except Refusal as refused:
            raise NotCompilable("refused", refused.code) from refused

    def _read(self, document: str, name: str | None) -> Operation:
        return read(self.schema, document, name, self.rules, self.tokens_max)

    def _remembered(self, cache: Recent[Hashable, Any], key: Hashable, make: Callable[[], V]) -> V:
        found = cache.get(key)
        if found is None:
            try:
                found = cache.put(key, make())
            except NotCompilable as reason:
                found = cache.put(key, reason)
        if isinstance(found, NotCompilable):
            raise found
        return found  # type: ignore[no-any-return]


async def open_pool(database_url: str, size: int) -> asyncpg.Pool:
    """Connections that only read. Plans are generic: their statements are the same for every value."""
    return await asyncpg.create_pool(
        plain_url(database_url),
        min_size=1,
        max_size=size,
        init=_pass_json_on,
        reset=_keep,
        statement_cache_size=PLANS_MAX,
        max_cached_statement_lifetime=0,
        server_settings={
            "application_name": "gateway.compiler",
            "default_transaction_read_only": "on",
            "jit": "off",
            "plan_cache_mode": "force_generic_plan",
            "statement_timeout": str(STATEMENT_MS_MAX),
            "timezone": "UTC",
        },
    )


async def _pass_json_on(connection: asyncpg.Connection) -> None:
    """JSON goes out as it comes in: bytes."""
    await connection.set_type_codec(
        "json", schema="pg_catalog", encoder=lambda value: value, decoder=lambda value: value, format="binary"
    )


async def _keep(connection: asyncpg.Connection) -> None:
    """Nothing to undo between requests: statements change no setting and open no transaction."""


class Answering:
    """Compiled answers over one pool."""

    def __init__(self, compiler: Compiler, pool: asyncpg.Pool) -> None:
        self._compiler, self._pool = compiler, pool

    async def data(
        self, document: str, name: str | None, given: Mapping[str, Any] | None, caller: Caller
    ) -> bytes:
        """The answer's ``data`` as JSON. Raises: NotCompilable, also where a required value is missing."""
        plan, arguments = self._compiler.plan(document, name, given, caller)
        try:
            return await self._pool.fetchval(plan.sql, *arguments)  # type: ignore[no-any-return]
        except asyncpg.PostgresError as error:
            if error.sqlstate == MISSING:
                raise NotCompilable("missing value", str(error)) from error
            raise
