"""Migrating a database: to the newest version, and beside a release that was there before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import asyncpg

from chassis.migrations import upgrade

PACKAGE = "chassis.tests.sample"
LATER = "9999"


async def test_a_database_of_a_later_release_stays_as_it_is(
    new_database: Callable[..., Awaitable[str]],
) -> None:
    """As after a release was taken back: its migration is there, its code is not."""
    dsn = await new_database(PACKAGE)
    await _execute(dsn, f"UPDATE alembic_version SET version_num = '{LATER}'")
    await upgrade(dsn, PACKAGE)
    assert await _execute(dsn, "SELECT version_num FROM alembic_version") == LATER


async def test_migrating_again_changes_nothing(new_database: Callable[..., Awaitable[str]]) -> None:
    dsn = await new_database(PACKAGE)
    before = await _execute(dsn, "SELECT version_num FROM alembic_version")
    await upgrade(dsn, PACKAGE)
    assert await _execute(dsn, "SELECT version_num FROM alembic_version") == before == "0001"


async def _execute(dsn: str, statement: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()
