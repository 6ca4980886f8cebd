"""Connections for compiled statements: they only read, and hand JSON on as bytes."""

from __future__ import annotations

import asyncpg

from chassis.database import plain_url

STATEMENTS_MAX = 2048


async def open_pool(database_url: str, size: int, statement_ms_max: int) -> asyncpg.Pool:
    """Plans are generic: a statement is the same for every value, and planned once a connection."""
    return await asyncpg.create_pool(
        plain_url(database_url),
        min_size=0,
        max_size=size,
        init=_pass_json_on,
        reset=_keep,
        statement_cache_size=STATEMENTS_MAX,
        max_cached_statement_lifetime=0,
        server_settings={
            "application_name": "gateway.compiler",
            "default_transaction_read_only": "on",
            "jit": "off",
            "plan_cache_mode": "force_generic_plan",
            "statement_timeout": str(statement_ms_max),
            "timezone": "UTC",
        },
    )


async def _pass_json_on(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary"
    )


async def _keep(connection: asyncpg.Connection) -> None:
    """Nothing to undo between requests: statements change no setting and open no transaction."""
