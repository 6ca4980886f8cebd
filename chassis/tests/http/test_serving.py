"""What an orchestrator sees: health, readiness, metrics, and a stop that breaks no request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import pytest
from fastapi import FastAPI

from chassis.http.server import listen, serve, serve_on
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.tests.http.conftest import Client, Switch
from chassis.tests.http.rooms import Gate

ClientOf = Callable[[str | None], Client]
SENATE = {"name": "Senato Salonu", "places": 40}


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/status", "/metrics", "/openapi.json"])
async def test_operations_need_no_token(client_of: ClientOf, path: str) -> None:
    assert (await client_of(None).get(path)).status == 200


async def test_readiness_says_what_stands_in_the_way(client_of: ClientOf, health: Switch) -> None:
    health.on = False
    answer = await client_of(None).get("/health/ready")
    assert (answer.status, (await answer.json())["details"]) == (503, {"database": False})
    assert (await client_of(None).get("/health/live")).status == 200


async def test_a_stopping_server_says_so_before_it_stops(app: FastAPI) -> None:
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving = asyncio.create_task(serve_on(app, listening, stop, unready_seconds=0.5))
    async with aiohttp.ClientSession(address) as session:
        stop.set()
        async with session.get("/health/ready") as answer:
            assert (answer.status, (await answer.json())["details"]) == (503, {"draining": True})
            assert answer.headers["Connection"] == "close"
    await asyncio.wait_for(serving, 5)


async def test_a_request_under_way_is_answered_before_the_server_stops(
    app: FastAPI, gate: Gate, issuer: DevelopmentIssuer, empty: None
) -> None:
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving = asyncio.create_task(serve_on(app, listening, stop))
    gate.opened.clear()
    async with aiohttp.ClientSession(address) as session:
        office = Client(session, issuer.issue(Role.OFFICE))
        under_way = asyncio.create_task(office.post("/v1/rooms", SENATE))
        await asyncio.wait_for(gate.reached.wait(), 5)
        stop.set()
        await asyncio.wait({serving}, timeout=0.3)
        gate.opened.set()
        assert (await under_way).status == 201
    await asyncio.wait_for(serving, 5)


async def test_a_taken_port_is_an_error_of_the_caller(app: FastAPI) -> None:
    taken = listen("127.0.0.1", 0)
    with taken, pytest.raises(OSError, match="in use"):
        await serve(app, "127.0.0.1", taken.getsockname()[1], asyncio.Event())


async def test_the_document_tells_of_problems_and_tokens(client_of: ClientOf) -> None:
    document = await (await client_of(None).get("/openapi.json")).json()
    add = document["paths"]["/v1/rooms"]["post"]
    assert "application/problem+json" in add["responses"]["4XX"]["content"]
    assert {"$ref": "#/components/parameters/IdempotencyKey"} in add["parameters"]
    assert add["security"] == [{"HTTPBearer": []}]
