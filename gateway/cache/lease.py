"""The right to serve from a cache: a lease in the gateway's database, renewed while the process is well.

Whoever writes views waits for every lease before it commits. So a process hears of each change in time, or
its lease has run out and it serves nothing; a dead one delays a writer once, by what is left of its lease.
How long it lasts is judged by a clock that runs on while the process, or the machine, sleeps.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any, Final
from uuid import uuid4

import asyncpg
import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import BROKEN_CONNECTION, plain_url
from chassis.telemetry.trouble import Trouble
from gateway.cache.results import Results
from gateway.views.announcing import CHANNEL, Beside, stand_beside, step_aside
from gateway.views.differences import Differences
from gateway.views.projection import AFTER_THE_WRITER

log = structlog.get_logger(__name__)

LEASE_SECONDS = 3.0
RENEW_SECONDS = 1.0
MARGIN_SECONDS = 0.25
"""So much earlier than the database this process takes its lease as ended."""
AGAIN_SECONDS = 0.05

_CLOCK: Final[int] = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

REGISTER = """
    INSERT INTO cache_lease (holder, until) VALUES ($1, clock_timestamp() + $2 * interval '1 second')
    ON CONFLICT (holder) DO UPDATE SET until = excluded.until, asked = NULL
"""
RENEW = """
    UPDATE cache_lease SET until = clock_timestamp() + $2 * interval '1 second'
    WHERE holder = $1 AND until > clock_timestamp() AND asked IS NULL
    RETURNING true
"""
ANSWER = "UPDATE cache_lease SET asked = NULL WHERE holder = $1 AND asked = $2"
END = "DELETE FROM cache_lease WHERE holder = $1 OR until < clock_timestamp() - interval '1 day'"


class LeaseLost(Exception):
    """It ran out, or the database forgot it: changes may have been missed."""


class Lease:
    """Keeps ``results`` coherent with the views. ``engine`` is what writers of this process use.

    Two connections: one hears, answers and renews; the other waits for the end of writers' transactions.
    """

    def __init__(self, database_url: str, engine: AsyncEngine, results: Results) -> None:
        self._url, self._engine, self._results = plain_url(database_url), engine, results
        self._beside = Beside(uuid4(), self._hear)
        self._until = 0.0
        self._answering = asyncio.Lock()
        self._waiting = asyncio.Lock()
        self._waits: asyncpg.Connection | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._settling = False
        self._begun = False
        self._trouble = Trouble(log, "cache.lease_lost", "cache.lease_held")

    @property
    def held(self) -> bool:
        """Whether results may be served, and kept, at this instant."""
        return time.clock_gettime(_CLOCK) < self._until

    def begin(self) -> None:
        """From now on it is kept, until ``close``; once is enough. Where nothing is cached there is none."""
        if self._begun or not self._results.keeps_any:
            return
        self._begun = True
        stand_beside(self._engine, self._beside)
        self._start(self._keep())

    async def close(self) -> None:
        self._until = 0.0
        step_aside(self._engine, self._beside)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._waits is not None:
            with contextlib.suppress(*BROKEN_CONNECTION):
                await self._waits.close(timeout=1)

    async def _keep(self) -> None:
        while True:
            try:
                await self._hold()
            except (LeaseLost, *BROKEN_CONNECTION) as lost:
                self._trouble.lasts(lost)
            self._until = 0.0
            self._results.clear()
            await asyncio.sleep(AGAIN_SECONDS)

    async def _hold(self) -> None:
        """Raises: LeaseLost, or what the database raised."""
        connection = await self._connect()
        try:
            connection.add_termination_listener(self._lose)
            await connection.add_listener(CHANNEL, self._heard)
            await connection.execute(REGISTER, self._beside.holder, LEASE_SECONDS, timeout=LEASE_SECONDS)
            await self._writer_ends()  # it may not have seen this lease
            await self._renew(connection)
        finally:
            await self._end(connection)

    async def _renew(self, connection: asyncpg.Connection) -> None:
        while True:
            sent = time.clock_gettime(_CLOCK)
            async with self._answering:
                renewed = await connection.fetchval(
                    RENEW, self._beside.holder, LEASE_SECONDS, timeout=LEASE_SECONDS
                )
            if renewed:
                self._until = sent + LEASE_SECONDS - MARGIN_SECONDS
                self._trouble.passed()
            elif not self.held:
                raise LeaseLost
            await asyncio.sleep(RENEW_SECONDS if renewed else AGAIN_SECONDS)

    async def _end(self, connection: asyncpg.Connection) -> None:
        """A writer need not wait for who has gone."""
        self._until = 0.0
        with contextlib.suppress(*BROKEN_CONNECTION):
            await connection.execute(END, self._beside.holder, timeout=1)
            await connection.close(timeout=1)

    def _lose(self, _: object) -> None:
        self._until = 0.0

    def _heard(self, connection: Any, _: int, __: str, payload: object) -> None:
        """From a writer in another process."""
        told = orjson.loads(str(payload))
        if str(self._beside.holder) not in told["beside"]:
            self._hear(Differences.of_json(told["differences"]))
            self._start(self._answer(connection, told["batch"]))

    async def _answer(self, connection: asyncpg.Connection, batch: str) -> None:
        """Lost with its connection: then the lease is lost too."""
        with contextlib.suppress(*BROKEN_CONNECTION):
            async with self._answering:
                await connection.execute(ANSWER, self._beside.holder, batch, timeout=LEASE_SECONDS)

    def _hear(self, differences: Differences) -> None:
        self._results.hear(differences)
        if not self._settling:
            self._settling = True
            self._start(self._settle())

    async def _settle(self) -> None:
        """A writer tells nobody of its end, which may be a crash: its lock does."""
        try:
            while changes := self._results.on_their_way:
                if await self._writer_ended():
                    self._results.settle(changes)
        finally:
            self._settling = False

    async def _writer_ended(self) -> bool:
        """False: the database is away, which says nothing about the writer."""
        try:
            await self._writer_ends()
        except BROKEN_CONNECTION:
            await asyncio.sleep(AGAIN_SECONDS)
            return False
        return True

    async def _writer_ends(self) -> None:
        async with self._waiting:
            if self._waits is None or self._waits.is_closed():
                self._waits = await self._connect()
            await self._waits.execute(AFTER_THE_WRITER)

    async def _connect(self) -> asyncpg.Connection:
        """Who does not answer within a lease is as good as gone; waiting for a writer has no such bound."""
        return await asyncpg.connect(
            self._url, timeout=LEASE_SECONDS, server_settings={"application_name": "gateway.cache"}
        )

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
