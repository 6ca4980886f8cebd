"""Running an operation as one statement; what cannot be is run field by field, and says why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import asyncpg
from graphql import GraphQLSchema

from chassis.telemetry import metrics
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.not_compilable import NotCompilable
from gateway.execution import Asked, Execute, Outcome

OpenPool = Callable[[], Awaitable[asyncpg.Pool]]


class CompiledExecution:
    """The compiler's way; ``otherwise`` is the resolvers'."""

    def __init__(
        self, schema: GraphQLSchema, open_pool: OpenPool, otherwise: Execute, *, explains: bool
    ) -> None:
        self._compiler, self._open_pool, self._otherwise = Compiler(schema), open_pool, otherwise
        self._explains = explains
        self._answering: Answering | None = None
        self._pool: asyncpg.Pool | None = None

    async def __call__(self, asked: Asked) -> Outcome:
        answering = self._answering or await self._begin()
        try:
            data = await answering.data(asked.operation, asked.variables, asked.caller)
        except NotCompilable as reason:
            return await self._resolve(asked, reason)
        metrics.operation_compiled()
        return data

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    async def _begin(self) -> Answering:
        """The pool belongs to the running loop, so it is opened by the first request."""
        pool = await self._open_pool()
        if self._answering is None:
            self._pool, self._answering = pool, Answering(self._compiler, pool)
        else:
            await pool.close()
        return self._answering

    async def _resolve(self, asked: Asked, reason: NotCompilable) -> Outcome:
        metrics.operation_resolved(reason.reason)
        outcome = await self._otherwise(asked)
        if self._explains and not isinstance(outcome, bytes):
            told = {"reason": reason.reason, "where": reason.where}
            outcome.extensions = {**(outcome.extensions or {}), "resolved": told}
        return outcome
