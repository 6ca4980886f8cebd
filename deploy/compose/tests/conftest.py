"""One project for the session, taken down with its data at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from deploy.compose.tests.project import CommandFailed, Project
from deploy.local.ports import free_ports


@pytest.fixture(scope="session")
def project() -> Iterator[Project]:
    (port,) = free_ports(1)
    made = Project(port)
    try:
        made.compose("version")
    except (CommandFailed, FileNotFoundError) as missing:
        pytest.fail(f"docker compose is not there, or no engine runs: {missing}")
    made.compose("down", "--volumes", "--timeout", "60")
    made.build()
    made.up()
    yield made
    made.compose("down", "--volumes", "--timeout", "60")


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as opened:
        yield opened
