"""Roles and databases for every process whose address is given; what is there stays as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import asyncpg

from deploy.local.databases import create


async def prepare(addresses: Sequence[SplitResult], password: str) -> None:
    """With the superuser's password. Raises: OSError, asyncpg.PostgresError."""
    for address in addresses:
        connection = await asyncpg.connect(
            host=address.hostname, port=address.port, user="postgres", password=password, database="postgres"
        )
        try:
            await create(connection, str(address.username), str(address.password))
        finally:
            await connection.close()


def main(secrets: Path) -> None:
    """``secrets``: the folder in which a container finds what it was given."""
    given = sorted(secrets.glob("*.database-url"))
    addresses = [urlsplit(file.read_text().strip()) for file in given]
    asyncio.run(prepare(addresses, (secrets / "postgres-password").read_text().strip()))
