"""Running an operation field by field: resolvers, loaders, commands."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from gateway.commands.owner import Owners
from gateway.context import Context
from gateway.execution import Asked, Outcome
from gateway.reading.reader import Reader
from gateway.reading.view_wait import ViewWait
from gateway.recording import Recording
from gateway.schema.operations import QuietSchema


class PlainExecution:
    """Strawberry's way; it can run everything."""

    def __init__(
        self,
        schema: QuietSchema,
        engine: AsyncEngine,
        owners: Owners,
        view_wait_seconds_max: float,
        recording: Recording,
    ) -> None:
        self._schema, self._engine, self._owners = schema, engine, owners
        self._view_wait = ViewWait(view_wait_seconds_max)
        self._recording = recording

    async def __call__(self, asked: Asked) -> Outcome:
        operation = asked.operation
        document = operation.document
        reader = Reader(self._engine, asked.caller)
        context = Context(
            asked.caller,
            asked.token,
            reader,
            self._owners,
            self._view_wait,
            document.ast,
        )
        outcome = await self._schema.execute(
            document.text,
            variable_values=dict(asked.variables),
            context_value=context,
            operation_name=operation.name,
        )
        await self._recording.resolved(asked, reader.people_read)
        return outcome
