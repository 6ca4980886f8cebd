"""The service over its own migrated database, and callers of every role."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.http.server import Application, listen, serve_on
from chassis.identity.caller import Role
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.process import ProcessHealth
from chassis.service import assemble
from chassis.settings import ProcessSettings
from chassis.work import Transactions
from services.agreements.adapters.work import AgreementsWork
from services.agreements.app import SERVICE


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
        self._session, self._base_url = session, base_url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **params: str) -> Answer:
        return await self._send("GET", path, params=params)

    async def document(self, path: str) -> tuple[str, bytes]:
        """Its media type and bytes."""
        async with self._session.get(f"{self._base_url}/v1{path}", headers=self._headers) as response:
            return response.content_type, await response.read()

    async def post(self, path: str, body: object = None, **headers: str) -> Answer:
        return await self._send("POST", path, body, headers)

    async def put(self, path: str, body: object, version: int | None = None) -> Answer:
        return await self._send("PUT", path, body, _if_match(version))

    async def patch(self, path: str, body: object, version: int | None = None) -> Answer:
        return await self._send("PATCH", path, body, _if_match(version))

    async def post_csv(self, path: str, csv: str | bytes) -> Answer:
        raw = csv.encode() if isinstance(csv, str) else csv
        return await self._send("POST", path, headers={"Content-Type": "text/csv"}, data=raw)

    async def _send(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        request = self._session.request(
            method,
            f"{self._base_url}/v1{path}",
            json=body,
            headers={**self._headers, **(headers or {})},
            **more,
        )
        async with request as response:
            read = await response.json(content_type=None) if await response.read() else None
            return Answer(response.status, response.headers, read)


def _if_match(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


ClientOf = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture(scope="session")
async def database_url(databases: Any) -> str:
    return str(await databases.create("services.agreements"))


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "TRUNCATE partner, partner_contact, partner_note, agreement, isced_field, letter,"
                " letter_register, outbox, idempotency"
            )
        )


@pytest.fixture
def transactions(engine: AsyncEngine, empty: None) -> Transactions[AgreementsWork]:
    return SERVICE.transactions(engine)


@pytest.fixture
def app(engine: AsyncEngine, issuer: DevelopmentIssuer, empty: None) -> Application:
    settings = ProcessSettings(
        database_url="", kafka_bootstrap="", jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER
    )
    return SERVICE.app(assemble(SERVICE, settings, engine, ProcessHealth(engine)))


@pytest.fixture
async def base_url(app: Application) -> AsyncIterator[str]:
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    serving = asyncio.create_task(serve_on(app, listening, stop))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    stop.set()
    await serving


@pytest.fixture
async def client_of(base_url: str, issuer: DevelopmentIssuer) -> AsyncIterator[ClientOf]:
    """``await client_of(Role.PARTNER, partner_id=…)``."""
    async with AsyncExitStack() as sessions:

        async def make(role: Role, partner_id: UUID | None = None) -> Client:
            session = await sessions.enter_async_context(aiohttp.ClientSession())
            return Client(session, base_url, issuer.issue(role, partner_id=partner_id))

        yield make


@pytest.fixture
async def office(client_of: ClientOf) -> Client:
    return await client_of(Role.OFFICE)


@dataclass(frozen=True)
class Waiting:
    """An event in the outbox."""

    topic: str
    type: str
    sequence: int
    state: Any

    @property
    def name(self) -> str:
        """``agreement-drafted`` of ``kervan.agreements.agreement-drafted.v1``."""
        return self.type.split(".")[2]


ReadOutbox = Callable[[], Awaitable[list[Waiting]]]


@pytest.fixture
def outbox(engine: AsyncEngine, empty: None) -> ReadOutbox:
    async def read() -> list[Waiting]:
        query = text(
            "SELECT topic, type, sequence, convert_from(payload, 'UTF8')::jsonb->'state'"
            " FROM outbox ORDER BY id"
        )
        async with engine.connect() as connection:
            return [Waiting(*row) for row in await connection.execute(query)]

    return read
