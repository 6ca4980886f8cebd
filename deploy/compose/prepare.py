"""Roles and databases for every process whose address is given; what is there stays as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from deploy.local.databases import create


async def prepare(secrets: Path) -> None:
    """With the superuser's password. Raises: OSError, asyncpg.PostgresError."""
    password = (secrets / "postgres-password").read_text().strip()
    for file in sorted(secrets.glob("*.database-url")):
        address = urlsplit(file.read_text().strip())
        connection = await asyncpg.connect(
            host=address.hostname, port=address.port, user="postgres", password=password, database="postgres"
        )
        try:
            await create(connection, str(address.username), str(address.password))
        finally:
            await connection.close()


def main(secrets: Path) -> None:
    asyncio.run(prepare(secrets))
