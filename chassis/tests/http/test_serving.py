"""What an orchestrator sees: health, readiness, metrics, and a stop that breaks no request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import aiohttp
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.http.server import listen, serve, serve_on
from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.tests.http.conftest import Client, Switch, rooms_app, served
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


async def test_a_body_that_does_not_come_is_refused_in_words_and_ends_its_connection(
    engine: AsyncEngine, issuer: DevelopmentIssuer, gate: Gate, health: Switch, empty: None
) -> None:
    app = rooms_app(engine, issuer, gate, health, body_seconds_max=0.2)
    async with served(app) as address:
        where = urlsplit(address)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        token = issuer.issue(Role.OFFICE)
        head = f"POST /v1/rooms HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer {token}\r\n"
        writer.write(
            f'{head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"name": '.encode()
        )
        told = await asyncio.wait_for(reader.read(), 30)  # until the server closes
        assert told.startswith(b"HTTP/1.1 408 ")
        assert b'"code":"body-too-slow"' in told
        writer.close()


async def test_what_goes_on_sending_after_the_answer_is_cut(
    engine: AsyncEngine, issuer: DevelopmentIssuer, gate: Gate, health: Switch, empty: None
) -> None:
    """The answer was given long ago; bytes that come one by one must not keep the connection."""
    async with served(rooms_app(engine, issuer, gate, health), body_seconds_max=0.5) as address:
        where = urlsplit(address)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(b"POST /nowhere HTTP/1.1\r\nHost: k\r\nContent-Length: 9000\r\n\r\na")
        assert (await reader.readline()).startswith(b"HTTP/1.1 404 ")
        assert await asyncio.wait_for(_until_closed(reader, writer), 30)


async def _until_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Sends a byte now and then, as long as the other side takes it."""
    reading = asyncio.create_task(reader.read())
    while not reading.done():
        writer.write(b"a")
        await asyncio.wait({reading}, timeout=0.05)
    return True
