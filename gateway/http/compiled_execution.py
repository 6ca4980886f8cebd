"""Running an operation as one statement; what cannot be is run field by field, and says why."""

from __future__ import annotations

from chassis.telemetry import metrics
from gateway.compiler.answering import Answering
from gateway.compiler.not_compilable import NotCompilable
from gateway.execution import Asked, Execute, Outcome


class CompiledExecution:
    """The compiler's way; ``otherwise`` is the resolvers'. ``explains``: answers say why it was needed."""

    def __init__(self, answering: Answering, otherwise: Execute, *, explains: bool) -> None:
        self._answering, self._otherwise, self._explains = answering, otherwise, explains

    async def __call__(self, asked: Asked) -> Outcome:
        try:
            data = await self._answering.data(asked.operation, asked.variables, asked.caller)
        except NotCompilable as reason:
            return await self._resolve(asked, reason)
        metrics.operation_compiled()
        return data

    async def _resolve(self, asked: Asked, reason: NotCompilable) -> Outcome:
        metrics.operation_resolved(reason.reason)
        outcome = await self._otherwise(asked)
        if self._explains and not isinstance(outcome, bytes):
            told = {"reason": reason.reason, "where": reason.where}
            outcome.extensions = {**(outcome.extensions or {}), "resolved": told}
        return outcome
