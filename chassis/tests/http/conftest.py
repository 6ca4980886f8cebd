"""The rooms service, served by the real server over a real PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.database import create_engine
from chassis.http.app import create_app
from chassis.http.health import Readiness
from chassis.http.server import listen, serve_on
from chassis.http.strangers import Strangers
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.identity.tokens import TokenVerifier
from chassis.migrations import CHASSIS_TABLES_V1
from chassis.telemetry.logs import configure_logging
from chassis.tests.http import rooms
from chassis.work import Transactions


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    configure_logging("rooms")


class Switch:
    """A process whose readiness a test decides."""

    def __init__(self) -> None:
        self.on = True

    async def ready(self) -> Readiness:
        return Readiness(self.on, {"database": self.on})

    async def status(self) -> Mapping[str, Any]:
        return {"service": "rooms"}


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="session")
async def engine(databases: Any) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(await databases.create())
    async with engine.begin() as connection:
        for statement in CHASSIS_TABLES_V1:
            await connection.execute(text(statement))
        await connection.run_sync(rooms.METADATA.create_all)
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("TRUNCATE room, idempotency"))


@pytest.fixture
async def connection(engine: AsyncEngine, empty: None) -> AsyncIterator[AsyncConnection]:
    async with engine.begin() as connection:
        yield connection


@pytest.fixture
def gate() -> rooms.Gate:
    return rooms.Gate()


@pytest.fixture
def health() -> Switch:
    return Switch()


def rooms_app(
    engine: AsyncEngine,
    issuer: DevelopmentIssuer,
    gate: rooms.Gate,
    health: Switch,
    *,
    strangers: Strangers | None = None,
    body_seconds_max: float = 30,
) -> FastAPI:
    return create_app(
        title="rooms",
        version="1",
        routers=[rooms.router],
        transactions=Transactions(
            engine, lambda connection, outbox: rooms.Work(connection, outbox, gate), source="/rooms"
        ),
        verifier=TokenVerifier(issuer.jwks, DEVELOPMENT_ISSUER),
        health=health,
        constraints=rooms.CONSTRAINTS,
        body_bytes_max=10_000,
        body_seconds_max=body_seconds_max,
        strangers=strangers or Strangers(100_000),
    )


@pytest.fixture
def app(engine: AsyncEngine, issuer: DevelopmentIssuer, gate: rooms.Gate, health: Switch) -> FastAPI:
    return rooms_app(engine, issuer, gate, health)


@contextlib.asynccontextmanager
async def served(app: FastAPI, body_seconds_max: float = 60) -> AsyncIterator[str]:
    """The address where ``app`` is served until the block ends."""
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve_on(app, listening, stop, body_seconds_max=body_seconds_max))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    stop.set()
    await serving


@pytest.fixture
async def base_url(app: FastAPI, empty: None) -> AsyncIterator[str]:
    async with served(app) as address:
        yield address


class Answer:
    def __init__(self, response: aiohttp.ClientResponse, body: bytes) -> None:
        self.status, self.headers, self.body = response.status, response.headers, body
        self._response = response

    async def json(self) -> Any:
        return await self._response.json(content_type=None)


class Client:
    """Sends requests as somebody: ``await office.post("/v1/rooms", {...}, key="k")``."""

    def __init__(self, session: aiohttp.ClientSession, token: str | None) -> None:
        self._session = session
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def send(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        every = {**self._headers, **(headers or {})}
        async with self._session.request(method, path, json=body, headers=every, **more) as response:
            return Answer(response, await response.read())

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.send("GET", path, headers=_named(headers))

    async def post(self, path: str, body: Any, **headers: str) -> Answer:
        return await self.send("POST", path, body, _named(headers))

    async def put(self, path: str, body: Any, **headers: str) -> Answer:
        return await self.send("PUT", path, body, _named(headers))


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
async def client_of(base_url: str) -> AsyncIterator[Callable[[str | None], Client]]:
    """A client that sends this token."""
    async with aiohttp.ClientSession(base_url) as session:
        yield lambda token: Client(session, token)


@pytest.fixture
def office(client_of: Callable[[str | None], Client], issuer: DevelopmentIssuer) -> Client:
    return client_of(issuer.issue(Role.OFFICE, subject="office-1"))


@pytest.fixture
def rooms_named(engine: AsyncEngine) -> Callable[[], Awaitable[list[str]]]:
    async def names() -> list[str]:
        async with engine.connect() as connection:
            return list((await connection.execute(text("SELECT name FROM room ORDER BY name"))).scalars())

    return names
