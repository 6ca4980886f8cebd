"""One database and one user for each process that keeps data; nobody can enter another's."""

from __future__ import annotations

import asyncpg

from chassis.migrations import upgrade
from deploy.local.layout import Layout
from deploy.local.postgres import Postgres
from deploy.local.programs import WITH_DATABASE, Program


def database_of(program: Program) -> str:
    """Also the name of its user."""
    return f"kervan_{program.name}"


def dsn_of(program: Program, cluster: Postgres, layout: Layout) -> str:
    name = database_of(program)
    return cluster.dsn(name, user=name, password=layout.password(name))


async def prepare(cluster: Postgres, layout: Layout) -> None:
    """Create what is missing and bring every schema to its newest version."""
    await _create_missing(cluster, layout)
    for program in WITH_DATABASE:  # in turn: Alembic keeps its context in the module
        await upgrade(dsn_of(program, cluster, layout), program.module)


async def _create_missing(cluster: Postgres, layout: Layout) -> None:
    connection = await asyncpg.connect(cluster.dsn())
    try:
        for program in WITH_DATABASE:
            name = database_of(program)
            await create(connection, name, layout.password(name))
    finally:
        await connection.close()


async def create(connection: asyncpg.Connection, name: str, password: str) -> None:
    """The user ``name`` and a database of that name, where they are missing.

    Names and passwords are ours (letters, digits, - and _), so they may stand in the statement.
    """
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name):
        await connection.execute(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{password}'")
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await connection.execute(f'CREATE DATABASE "{name}" OWNER "{name}"')
        await connection.execute(f'REVOKE CONNECT ON DATABASE "{name}" FROM PUBLIC')
