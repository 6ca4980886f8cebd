"""Running an operation as one statement; what cannot be is run field by field, and says why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import asyncpg
from graphql import GraphQLSchema

from chassis.identity.caller import Caller
from chassis.telemetry import metrics
from gateway.cache.answers import CachedAnswers
from gateway.cache.lease import Lease
from gateway.cache.results import Results
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.not_compilable import NotCompilable
from gateway.execution import Asked, Execute, Outcome, Recalled

OpenPool = Callable[[], Awaitable[asyncpg.Pool]]


class CompiledExecution:
    """The compiler's way, through the cache; ``otherwise`` is the resolvers'."""

    def __init__(
        self,
        schema: GraphQLSchema,
        open_pool: OpenPool,
        otherwise: Execute,
        results: Results,
        lease: Lease,
        *,
        explains: bool,
    ) -> None:
        self._compiler, self._open_pool, self._otherwise = Compiler(schema), open_pool, otherwise
        self._results, self._lease = results, lease
        self._explains = explains
        self._answers: CachedAnswers | None = None
        self._pool: asyncpg.Pool | None = None

    async def __call__(self, asked: Asked) -> Outcome:
        cached = self._answers or await self._begin()
        try:
            return await cached.data(asked)
        except NotCompilable as reason:
            return await self._resolve(asked, reason)

    def recall(self, body: bytes, caller: Caller) -> Recalled | None:
        return None if self._answers is None else self._answers.recall(body, caller)

    async def close(self) -> None:
        await self._lease.close()
        if self._pool is not None:
            await self._pool.close()

    async def _begin(self) -> CachedAnswers:
        """The pool belongs to the running loop, so it is opened by the first request."""
        pool = await self._open_pool()
        if self._answers is None:
            self._pool = pool
            self._answers = CachedAnswers(Answering(self._compiler, pool), self._results, self._lease)
            if self._results.keeps_any:
                self._lease.begin()
        else:
            await pool.close()
        return self._answers

    async def _resolve(self, asked: Asked, reason: NotCompilable) -> Outcome:
        metrics.operation_resolved(reason.reason)
        outcome = await self._otherwise(asked)
        if self._explains and not isinstance(outcome, bytes):
            told = {"reason": reason.reason, "where": reason.where}
            outcome.extensions = {**(outcome.extensions or {}), "resolved": told}
        return outcome
