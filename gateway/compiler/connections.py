"""Connections for compiled statements: they only read, and hand JSON on as bytes.

A stack of connections instead of asyncpg's pool: that one makes tasks and timers for each use, 35 of the 55
microseconds that a small statement costs here, and undoes settings that nobody makes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg

from chassis.database import FAREWELL, plain_url
from chassis.telemetry.pools import Use

STATEMENTS_MAX = 2048
SERVER = "SELECT pg_postmaster_start_time()"


class Connections:
    """At most ``size``, opened when first needed; the last one used is used next.

    ``other_server``: called before the first statement on a server that began anew: it may be a restored one.
    """

    def __init__(
        self,
        database_url: str,
        size: int,
        statement_ms_max: int,
        other_server: Callable[[], None] = lambda: None,
    ) -> None:
        self._url, self._statement_ms_max = plain_url(database_url), statement_ms_max
        self._other_server, self._server = other_server, None
        self._free: asyncio.LifoQueue[asyncpg.Connection | None] = asyncio.LifoQueue()
        self._size = size
        for _ in range(size):
            self._free.put_nowait(None)

    async def fetchrow(self, statement: str, arguments: list[Any]) -> asyncpg.Record:
        """The statement's one row. Raises what asyncpg raises; a lost connection is opened anew."""
        connection = await self._free.get()
        try:
            if connection is None or connection.is_closed():
                connection = await self._open()
            found = await connection.fetchrow(statement, *arguments)
            assert found is not None
            return found
        except FAREWELL:
            if connection is not None:
                connection.terminate()  # it looks open, and would be used next
            raise
        finally:
            self._free.put_nowait(connection)

    def use(self) -> Use:
        """A place whose connection is not opened yet counts as idle."""
        idle = self._free.qsize()
        return Use(self._size - idle, idle, self._size)

    async def close(self) -> None:
        """After the last request: waits for those that are still in use."""
        for _ in range(self._size):
            connection = await self._free.get()
            if connection is not None:
                await connection.close()

    async def _open(self) -> asyncpg.Connection:
        """Plans are generic: a statement is the same for every value, and planned once a connection."""
        connection = await asyncpg.connect(
            self._url,
            statement_cache_size=STATEMENTS_MAX,
            max_cached_statement_lifetime=0,
            server_settings={
                "application_name": "gateway.compiler",
                "default_transaction_read_only": "on",
                "jit": "off",
                "plan_cache_mode": "force_generic_plan",
                "statement_timeout": str(self._statement_ms_max),
                "timezone": "UTC",
            },
        )
        await connection.set_type_codec(
            "text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary"
        )
        server = await connection.fetchval(SERVER)
        if server != self._server:
            self._other_server()
            self._server = server
        return connection
