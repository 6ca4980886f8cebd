"""Fixtures of the gateway's tests: real PostgreSQL, real HTTP, a fake owner at the edge."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import pytest

from chassis.clock import utc_now
from chassis.database import create_engine
from chassis.http.health import Readiness
from chassis.http.server import listen, serve_on
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.service import assemble
from gateway.app import SERVICE
from gateway.settings import GatewaySettings
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.owner import Owner


class AlwaysReady:
    async def ready(self) -> Readiness:
        return Readiness(True)

    async def status(self) -> Mapping[str, Any]:
        return {}


WALK_MS_MAX = 100_000
"""Resolvers that only tests ask follow three relations of everything, by whatever plan PostgreSQL has."""


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="session")
async def shared_views(databases: Any) -> AsyncIterator[Views]:
    engine = create_engine(await databases.create("gateway"), statement_ms_max=WALK_MS_MAX)
    yield Views(engine)
    await engine.dispose()


@pytest.fixture
async def views(shared_views: Views) -> Views:
    """Views without a row."""
    await shared_views.empty()
    return shared_views


@pytest.fixture(scope="session")
async def shared_owner() -> AsyncIterator[Owner]:
    owner = Owner()
    await owner.start()
    yield owner
    await owner.stop()


@pytest.fixture
def owner(shared_owner: Owner, views: Views) -> Owner:
    """All four services in one: it accepts, and its events reach the views, unless told otherwise."""
    shared_owner.forget(views)
    return shared_owner


@pytest.fixture(scope="session")
def settings(issuer: DevelopmentIssuer, shared_owner: Owner, shared_views: Views) -> GatewaySettings:
    return GatewaySettings(
        database_url=shared_views.engine.url.render_as_string(hide_password=False),
        kafka_bootstrap="unused:0",
        jwks=str(issuer.jwks),
        issuer=DEVELOPMENT_ISSUER,
        agreements_url=shared_owner.url,
        mobility_url=shared_owner.url,
        finance_url=shared_owner.url,
        events_url="http://127.0.0.1:9",
        command_seconds_max=1.0,
        view_wait_seconds_max=0.5,
        graphiql=True,
        operation_seconds_max=60.0,  # the walks ask for everything, on whatever machine
        query_tokens_max=20_000,
        query_cost_max=10**10,
        refusals_a_second_max=10_000,
        strangers_a_minute_max=10_000,
    )


@pytest.fixture(scope="session")
async def shared_gateway(
    settings: GatewaySettings, shared_views: Views, issuer: DevelopmentIssuer
) -> AsyncIterator[Gateway]:
    assembled = assemble(SERVICE, settings, shared_views.engine, AlwaysReady(), utc_now)
    app = SERVICE.app(assembled)
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve_on(app, listening, stop))
    async with assembled.closing, aiohttp.ClientSession() as session:
        yield Gateway(f"http://127.0.0.1:{listening.getsockname()[1]}", session, issuer)
    stop.set()
    await serving


@pytest.fixture
def gateway(shared_gateway: Gateway, owner: Owner) -> Gateway:
    return shared_gateway
