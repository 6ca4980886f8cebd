"""The service over its own migrated database, callers of every role, and agreements to go by."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.http.server import Application, listen, serve_on
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.outbox import as_sent
from chassis.process import ProcessHealth
from chassis.service import assemble
from chassis.settings import ProcessSettings
from chassis.work import Transactions
from services.mobility.adapters.work import MobilityWork
from services.mobility.app import SERVICE
from services.mobility.tests.office import Office

TABLES = (
    "person, call, application, standing, placement, mobility, mobility_file, learning_agreement,"
    " course_completion, incoming, housing_place, housing_booking, agreement, partner, erasure"
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        return str(self.body["code"])


class Client:
    """Somebody with a token."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, token: str) -> None:
        self._session, self._base_url, self._token = session, base_url, token

    async def get(self, path: str, **params: str) -> Answer:
        return await self._send("GET", path, params=params)

    async def post(self, path: str, body: object = None, key: str | None = None) -> Answer:
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self._send("POST", path, json=body, headers=headers)

    async def patch(self, path: str, body: object, version: int | None = None) -> Answer:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return await self._send("PATCH", path, json=body, headers=headers)

    async def delete(self, path: str) -> Answer:
        return await self._send("DELETE", path)

    async def post_csv(self, path: str, csv: str | bytes) -> Answer:
        raw = csv.encode() if isinstance(csv, str) else csv
        return await self._send("POST", path, headers={"Content-Type": "text/csv"}, data=raw)

    async def _send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        identity = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        request = self._session.request(method, f"{self._base_url}/v1{path}", headers=identity, **more)
        async with request as response:
            if response.content_type == "application/pdf":
                return Answer(response.status, response.headers, await response.read())
            read = await response.json(content_type=None) if await response.read() else None
            return Answer(response.status, response.headers, read)


ClientOf = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="session")
async def engine(databases: Any) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(await databases.create("services.mobility"))
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(f"TRUNCATE {TABLES}, outbox, inbox, idempotency, person_reading"))


@pytest.fixture
def transactions(engine: AsyncEngine, empty: None) -> Transactions[MobilityWork]:
    return SERVICE.transactions(engine)


@pytest.fixture(scope="session")
def app(engine: AsyncEngine, issuer: DevelopmentIssuer) -> Application:
    settings = ProcessSettings(
        database_url="", kafka_bootstrap="", jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER
    )
    return SERVICE.app(assemble(SERVICE, settings, engine, ProcessHealth(engine)))


@pytest.fixture(scope="session")
async def base_url(app: Application) -> AsyncIterator[str]:
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve_on(app, listening, stop))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    stop.set()
    await serving


@pytest.fixture
async def client_of(base_url: str, issuer: DevelopmentIssuer, empty: None) -> AsyncIterator[ClientOf]:
    """``await client_of(Role.STUDENT, person_id=…)``, ``await client_of(Role.PARTNER, partner_id=…)``."""
    async with AsyncExitStack() as sessions:

        async def make(role: Role, **claims: Any) -> Client:
            session = await sessions.enter_async_context(aiohttp.ClientSession())
            token = issuer.issue(role, **claims)
            return Client(session, base_url, token)

        yield make


@pytest.fixture
async def office(client_of: ClientOf, transactions: Transactions[MobilityWork]) -> Office:
    return Office(await client_of(Role.OFFICE), transactions)


@dataclass(frozen=True)
class Waiting:
    """An event in the outbox; ``state`` is None for a tombstone."""

    topic: str
    type: str
    sequence: int
    state: Any

    @property
    def name(self) -> str:
        """``call-opened`` of ``kervan.mobility.call-opened.v1``."""
        return self.type.split(".")[2]


def _state(payload: bytes | None) -> Any:
    return None if payload is None else orjson.loads(payload)["state"]


Outbox = Callable[[], Awaitable[list[Waiting]]]


@pytest.fixture
def outbox(engine: AsyncEngine, empty: None) -> Outbox:
    async def read() -> list[Waiting]:
        query = text("SELECT topic, type, sequence, payload, aggregate_id FROM outbox ORDER BY id")
        async with engine.connect() as connection:
            return [
                Waiting(row.topic, row.type, row.sequence, _state(as_sent(row.payload, row.aggregate_id)))
                for row in await connection.execute(query)
            ]

    return read
