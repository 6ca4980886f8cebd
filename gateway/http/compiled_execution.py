"""Running an operation as one statement; what cannot be is run field by field, and says why."""

from __future__ import annotations

from chassis.identity.caller import Caller
from chassis.telemetry import metrics
from gateway.cache.answers import CachedAnswers
from gateway.compiler.not_compilable import NotCompilable
from gateway.execution import Asked, Execute, Outcome, Recalled
from gateway.recording import Recording


class CompiledExecution:
    """The compiler's way, through the cache; ``otherwise`` is the resolvers'.

    ``explains``: answers say why they were resolved.
    """

    def __init__(
        self, cached: CachedAnswers, otherwise: Execute, recording: Recording, *, explains: bool
    ) -> None:
        self._cached, self._otherwise, self._explains = cached, otherwise, explains
        self._recording = recording

    async def __call__(self, asked: Asked) -> Outcome:
        try:
            return self._recording.compiled(asked, await self._cached.data(asked))
        except NotCompilable as reason:
            return await self._resolve(asked, reason)

    def recall(self, body: bytes, caller: Caller) -> Recalled | None:
        return self._cached.recall(body, caller)

    async def _resolve(self, asked: Asked, reason: NotCompilable) -> Outcome:
        metrics.operation_resolved(reason.reason)
        outcome = await self._otherwise(asked)
        if self._explains and not isinstance(outcome, bytes):
            told = {"reason": reason.reason, "where": reason.where}
            outcome.extensions = {**(outcome.extensions or {}), "resolved": told}
        return outcome
