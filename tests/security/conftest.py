"""A whole gateway with its default limits, over a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chassis.database import create_engine
from chassis.http.server import listen, serve_on
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.process import ProcessHealth
from chassis.service import assemble
from gateway.app import SERVICE
from gateway.settings import GatewaySettings
from gateway.tests.fixtures import Gateway


@pytest.fixture(scope="session")
async def gateway(databases: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Gateway]:
    issuer = DevelopmentIssuer.at(Path(tmp_path_factory.mktemp("identity")))
    settings = GatewaySettings(
        database_url=await databases.create("gateway"),
        kafka_bootstrap="unused:0",
        jwks=str(issuer.jwks),
        issuer=DEVELOPMENT_ISSUER,
        body_seconds_max=0.5,
    )
    engine = create_engine(settings.dsn, pool_size=2)
    assembled = assemble(SERVICE, settings, engine, ProcessHealth(engine))
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    app = SERVICE.app(assembled)
    serving = asyncio.create_task(serve_on(app, listening, stop, head_seconds_max=0.5, connections_max=200))
    connector = aiohttp.TCPConnector(limit=0)
    async with assembled.closing, aiohttp.ClientSession(connector=connector) as session:
        yield Gateway(f"http://127.0.0.1:{listening.getsockname()[1]}", session, issuer)
    stop.set()
    await serving
    await engine.dispose()
