"""Subscriptions without a server around them, with the bounds that a test is about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from chassis.clock import utc_now
from chassis.http.server import listen, serve_on
from chassis.http.strangers import Strangers
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier
from chassis.readings import Readings
from chassis.service import assemble
from gateway.app import SERVICE, choice_of, owners_of
from gateway.http.answers import error_of
from gateway.http.origins import Origins
from gateway.http.streams import Streams
from gateway.limits.patience import Patience
from gateway.recording import Recording
from gateway.schema.schema import build_schema
from gateway.settings import GatewaySettings
from gateway.subscriptions.execution import Execution
from gateway.subscriptions.subscriptions import Bounds, Subscriptions
from gateway.tests.conftest import AlwaysReady
from gateway.tests.fixtures import Gateway, Views
from gateway.tests.subscriptions.line import Line

NewLine = Callable[..., Line]
Served = tuple[Gateway, asyncio.Event]


@pytest.fixture
async def new_line(
    views: Views, issuer: DevelopmentIssuer, settings: GatewaySettings
) -> AsyncIterator[NewLine]:
    """``new_line(messages_max=3)``: a process of its own over the same views; nothing of it may stay.

    ``limits`` are settings of what documents may hold.
    """
    owners, lines = owners_of(settings), []
    recording = Recording(Readings(views.engine, utc_now))
    schema = build_schema()

    def make(limits: Mapping[str, Any] | None = None, **bounds: float) -> Line:
        execution, committed = Execution(schema, views.engine, owners, error_of, recording), asyncio.Event()
        streams = Streams(
            Subscriptions(execution, committed, Bounds(**bounds)),  # type: ignore[arg-type]
            choice_of(schema, settings.model_copy(update=limits)),
            TokenVerifier(issuer.jwks, DEVELOPMENT_ISSUER),
            Origins((), (), 0),
            Patience(settings.refusals_a_second_max),
            Strangers(),
        )
        lines.append(Line(streams, views, issuer, committed))
        return lines[-1]

    yield make
    for line in lines:
        await line.end()
        assert line.subscriptions.idle
    await owners.close()


@pytest.fixture
async def served(settings: GatewaySettings, views: Views, issuer: DevelopmentIssuer) -> AsyncIterator[Served]:
    """A gateway that a test may stop, on a socket of its own."""
    async with serving_gateway(settings, views, issuer) as served:
        yield served


@asynccontextmanager
async def serving_gateway(
    settings: GatewaySettings, views: Views, issuer: DevelopmentIssuer, **bounds: Any
) -> AsyncIterator[Served]:
    assembled = assemble(SERVICE, settings, views.engine, AlwaysReady(), utc_now)
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve_on(SERVICE.app(assembled), listening, stop, **bounds))
    async with assembled.closing, aiohttp.ClientSession() as session:
        yield Gateway(f"http://127.0.0.1:{listening.getsockname()[1]}", session, issuer), stop
    stop.set()
    await serving


@pytest.fixture
async def served_punctually(
    settings: GatewaySettings, views: Views, issuer: DevelopmentIssuer
) -> AsyncIterator[Gateway]:
    """A gateway that gives a request's head a fifth of a second."""
    async with serving_gateway(settings, views, issuer, head_seconds_max=0.2) as (gateway, _):
        yield gateway


@pytest.fixture
def line(new_line: NewLine) -> Line:
    """With the usual bounds."""
    return new_line()
