"""Every table of every database, each database as it is at one moment."""

from __future__ import annotations

from collections.abc import Mapping

import asyncpg
import orjson

from tests.chaos.checker.history import Row, Tables

TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""
NO_HISTORY = frozenset({"alembic_version", "isced_field", "country_groups", "travel_bands"})
"""Reference data: nothing that a run changes."""


async def read_databases(dsns: Mapping[str, str]) -> dict[str, Tables]:
    return {name: await read_tables(dsn) for name, dsn in dsns.items()}


async def read_tables(dsn: str) -> Tables:
    connection = await asyncpg.connect(dsn)
    try:
        for kind in ("json", "jsonb"):
            await connection.set_type_codec(
                kind, encoder=_never, decoder=orjson.loads, schema="pg_catalog", format="text"
            )
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            names = [name for (name,) in await connection.fetch(TABLES) if name not in NO_HISTORY]
            return {name: await _rows(connection, name) for name in names}
    finally:
        await connection.close()


async def _rows(connection: asyncpg.Connection, table: str) -> list[Row]:
    return [dict(row) for row in await connection.fetch(f'SELECT * FROM "{table}"')]


def _never(value: object) -> str:
    raise TypeError(f"the checker only reads: {value!r}")
