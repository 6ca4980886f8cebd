"""Subscriptions without a server around them, with the bounds that a test is about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier
from gateway.app import owners_of
from gateway.http import answers
from gateway.schema.schema import build_schema
from gateway.settings import GatewaySettings
from gateway.subscriptions.execution import Execution
from gateway.subscriptions.subscriptions import Bounds, Subscriptions
from gateway.tests.fixtures import Views
from gateway.tests.subscriptions.line import Line

NewLine = Callable[..., Line]


@pytest.fixture
async def new_line(
    views: Views, issuer: DevelopmentIssuer, settings: GatewaySettings
) -> AsyncIterator[NewLine]:
    """``new_line(messages_max=3)``: a process of its own over the same views; nothing of it may stay."""
    owners, lines = owners_of(settings), []
    schema = build_schema()

    def make(**bounds: float) -> Line:
        execution = Execution(schema, views.engine, owners, lambda error: answers._error(error, 3000))
        verifier, committed = TokenVerifier(issuer.jwks, DEVELOPMENT_ISSUER), asyncio.Event()
        subscriptions = Subscriptions(execution, verifier, committed, Bounds(**bounds))  # type: ignore[arg-type]
        lines.append(Line(subscriptions, views, issuer, committed))
        return lines[-1]

    yield make
    for line in lines:
        await line.end()
        assert line.subscriptions.idle
    await owners.close()


@pytest.fixture
def line(new_line: NewLine) -> Line:
    """With the usual bounds."""
    return new_line()
