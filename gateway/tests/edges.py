"""The gateway's HTTP side alone: a test says what running an operation does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from fastapi import FastAPI

from chassis.clock import utc_now
from chassis.database import create_engine
from chassis.http.server import listen, serve_on
from chassis.http.strangers import Strangers
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier
from chassis.readings import Readings
from gateway.app import choice_of, owners_of, subscriptions_of
from gateway.execution import Asked, Execute, Outcome
from gateway.http.answers import error_of
from gateway.http.endpoint import Endpoint
from gateway.recording import Recording
from gateway.schema.schema import build_schema
from gateway.settings import GatewaySettings
from gateway.subscriptions.execution import Execution
from gateway.subscriptions.subscriptions import Subscriptions
from gateway.tests.fixtures import Gateway

SERVER_BOUNDS = {"head_seconds_max", "connections_max"}
DATA = b'{"me":null}'


@dataclass
class Gate:
    """Operations wait in front of it until it is opened; it tells who came and who got through."""

    opened: asyncio.Event = field(default_factory=asyncio.Event)
    passed: asyncio.Event = field(default_factory=asyncio.Event)
    arrivals: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    through: list[str] = field(default_factory=list)

    async def __call__(self, asked: Asked) -> Outcome:
        self.arrivals.release()
        await self.opened.wait()
        self.through.append(asked.caller.subject)
        self.passed.set()
        return DATA

    async def sees(self, more: int) -> None:
        """Until as many more operations stand in front of it."""
        for _ in range(more):
            await self.arrivals.acquire()


def edge_settings(issuer: DevelopmentIssuer, **settings: Any) -> GatewaySettings:
    given = {"database_url": "postgresql+asyncpg://nowhere/unused", "kafka_bootstrap": "unused:0", **settings}
    return GatewaySettings(jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER, **given)


@asynccontextmanager
async def serving(execute: Execute, issuer: DevelopmentIssuer, **settings: Any) -> AsyncIterator[Gateway]:
    """Over HTTP, with these settings; what runs operations is ``execute``."""
    chosen = edge_settings(issuer, **settings)
    verifier = TokenVerifier(chosen.jwks, chosen.issuer, chosen.audience)
    bounds = {name: settings.pop(name) for name in SERVER_BOUNDS & settings.keys()}
    choice, subscriptions = choice_of(build_schema(), chosen), _subscriptions(chosen)
    strangers = Strangers(chosen.strangers_a_minute_max, chosen.trusted_proxies)
    app = Endpoint(
        FastAPI(), choice, execute, verifier, chosen, subscriptions=subscriptions, strangers=strangers
    )
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    running = asyncio.create_task(serve_on(app, listening, stop, **bounds))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield Gateway(f"http://127.0.0.1:{listening.getsockname()[1]}", session, issuer)
    stop.set()
    await running


def _subscriptions(settings: GatewaySettings) -> Subscriptions:
    """They may be opened and read nothing: there is no database."""
    engine = create_engine(settings.dsn)
    recording = Recording(Readings(engine, utc_now))
    execution = Execution(build_schema(), engine, owners_of(settings), error_of, recording)
    return subscriptions_of(execution, asyncio.Event(), settings)
