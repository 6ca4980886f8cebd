"""Everything that a database holds, as text: every column of every row of every table."""

from __future__ import annotations

import asyncpg

TABLES = """
SELECT table_schema, table_name FROM information_schema.tables
WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'
ORDER BY 1, 2
"""
COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position
"""

Rows = dict[str, list[str]]


async def everything_in(dsn: str) -> Rows:
    """Rows by table, sorted: two equal databases give equal answers. Bytes are read as the text they hold."""
    connection = await asyncpg.connect(dsn)
    try:
        return {
            name: await _rows(connection, schema, name) for schema, name in await connection.fetch(TABLES)
        }
    finally:
        await connection.close()


async def _rows(connection: asyncpg.Connection, schema: str, table: str) -> list[str]:
    columns = ", ".join(
        f'"{name}"' if kind == "bytea" else f'"{name}"::text'
        for name, kind in await connection.fetch(COLUMNS, schema, table)
    )
    found = await connection.fetch(f'SELECT {columns} FROM "{schema}"."{table}"')
    return sorted(" | ".join(map(_text, row.values())) for row in found)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
