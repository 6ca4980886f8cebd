"""PostgreSQL comes back after the worst, with what it had."""

from __future__ import annotations

import os
from collections.abc import Iterator

import asyncpg
import pytest

from deploy.local.ports import free_ports
from deploy.local.postgres import Postgres
from deploy.local.throwaway import folder


@pytest.fixture
def cluster() -> Iterator[Postgres]:
    (port,) = free_ports(1)
    with folder("postgres") as home:
        made = Postgres(home / "data", port, home / "postgres.log", password="secret")
        made.start()
        yield made
        made.stop()


async def _execute(cluster: Postgres, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(cluster.dsn())
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


async def test_committed_rows_survive_kill_9(cluster: Postgres) -> None:
    await _execute(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")
    _kill(cluster)
    cluster.start()
    assert [tuple(row) for row in await _execute(cluster, "SELECT answer FROM kept")] == [(42,)]


async def test_a_stale_pid_file_naming_a_living_stranger_is_healed(cluster: Postgres) -> None:
    _kill(cluster)
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert cluster.process() is None
    cluster.start()
    assert await _execute(cluster, "SELECT 1")


async def test_starting_twice_keeps_the_running_one(cluster: Postgres) -> None:
    before = cluster.process()
    cluster.start()
    assert cluster.process() == before


async def test_nobody_enters_without_the_password(cluster: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(cluster.dsn(password="guessed"))


def _kill(cluster: Postgres) -> None:
    process = cluster.process()
    assert process is not None
    process.kill()
    process.wait(10)
