"""Compiled answers, from the cache where it holds them: read once however many ask at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from typing import Any

from chassis.identity.caller import Caller
from chassis.telemetry import metrics
from gateway.cache.lease import Lease
from gateway.cache.results import Result, Results
from gateway.compiler.answering import Answering, Planned
from gateway.compiler.restrict_rows import caller_shape
from gateway.execution import Asked, Recalled
from gateway.reading.marks import Marked


class CachedAnswers:
    """Answers of one process. A result's key: its plan, made for the caller's shape, and its arguments."""

    def __init__(self, answering: Answering, results: Results, lease: Lease) -> None:
        self._answering, self._results, self._lease = answering, results, lease
        self._reading: dict[Hashable, asyncio.Future[Result | None]] = {}

    def recall(self, body: bytes, caller: Caller) -> Recalled | None:
        """The answer to a request of the very same bytes by a caller of the same shape, if it stands."""
        if not self._lease.held:
            return None
        found = self._results.recall((body, caller_shape(caller)))
        if found is None:
            return None
        metrics.operation_cached()
        return Recalled(*found)

    async def data(self, asked: Asked) -> Marked:
        """The first question begins the lease: it belongs to the running loop. Raises: NotCompilable."""
        self._lease.begin()
        planned = self._answering.planned(asked.operation, asked.variables, asked.caller)
        if planned.plan.touches is None or not self._lease.held:
            metrics.operation_compiled()
            return await self._answering.run(planned)
        key = (planned.plan.touches, *map(_hashable, planned.arguments))
        result = self._results.get(key)
        if result is None and key in self._reading:
            result = await asyncio.shield(self._reading[key])
        if result is None:
            return Marked(await self._read(key, planned, asked), ())
        metrics.operation_cached()
        self._know(asked, result)
        assert result.data is not None
        return Marked(result.data, ())

    async def _read(self, key: Hashable, planned: Planned, asked: Asked) -> bytes:
        metrics.operation_compiled()
        assert planned.plan.touches is not None
        result = None
        if key not in self._reading:
            result = self._results.begin(key, planned.plan.touches.of(planned.variables))
        if result is None:
            metrics.cache_missed("changing")
            return (await self._answering.run(planned)).data
        metrics.cache_missed("unknown")
        data = await self._read_for_all(key, result, planned)
        self._know(asked, result)
        return data

    async def _read_for_all(self, key: Hashable, result: Result, planned: Planned) -> bytes:
        """Who waits for it gets it only if no change came meanwhile: they may have asked after the change."""
        reading = self._reading[key] = asyncio.get_running_loop().create_future()
        stands = False
        try:
            data = (await self._answering.run(planned)).data
            stands = self._results.keep(result, data)
        finally:
            del self._reading[key]
            if not stands:
                self._results.give_up(result)
            reading.set_result(result if stands else None)
        return data

    def _know(self, asked: Asked, result: Result) -> None:
        if asked.body:
            known = (asked.body, caller_shape(asked.caller))
            self._results.know(known, len(asked.body), asked.operation.name, result)


def _hashable(argument: Any) -> Hashable:
    return tuple(argument) if isinstance(argument, list) else argument
