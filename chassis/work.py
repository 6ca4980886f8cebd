"""One transaction: an aggregate's new state and its events, or nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.failpoints import Failpoint, reached
from chassis.outbox import Outbox


class UnitOfWork:
    """What a use case works with; a service's own adds its repositories."""

    def __init__(self, connection: AsyncConnection, outbox: Outbox) -> None:
        self.connection = connection
        self.outbox = outbox
        self.by: str | None = None
        """Who commands it, as the identity provider names them; None where an event is the cause."""
        self.wakes = False
        """Whether the commit wakes who waits for it although no event was written."""


W = TypeVar("W", bound=UnitOfWork)


class Transactions(Generic[W]):
    """Opens units of work. The edge that opened one commits it; nothing inside does."""

    def __init__(
        self, engine: AsyncEngine, build: Callable[[AsyncConnection, Outbox], W], *, source: str
    ) -> None:
        self.engine = engine
        self.committed = asyncio.Event()
        self._build = build
        self._source = source

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[W]:
        """Commits when the block ends, rolls back when it raises; a commit with events wakes who waits."""
        async with self.engine.begin() as connection:
            outbox = Outbox(connection, self._source)
            work = self._build(connection, outbox)
            yield work
            await outbox.flush()
            if outbox.written:
                reached(Failpoint.EVENTS_WRITTEN)
        if outbox.written:
            reached(Failpoint.EVENTS_COMMITTED)
        if outbox.written or work.wakes:
            self.committed.set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[W]:
        """A unit of work that cannot write."""
        async with self.engine.connect() as connection:
            reading = await connection.execution_options(postgresql_readonly=True)
            yield self._build(reading, Outbox(connection, self._source))
