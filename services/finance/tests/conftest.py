"""Finance over its own migrated database with the published figures loaded, and callers of every role."""

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
from services.finance.adapters.figures import load_figures
from services.finance.adapters.work import FinanceWork
from services.finance.app import SERVICE
from services.finance.tests.office import Office

# the ledger's own triggers refuse to empty it; a test may start from nothing all the same
EMPTY = (
    "SET LOCAL session_replication_role = replica",
    "TRUNCATE budgets, spending_plans, cost_sources, expense_proposals, expenses, grants, payment_orders,"
    " payment_requests, payment_batches, statement_lines, paying_accounts, person_reading, payees, rates,"
    " country_groups,"
    " travel_bands,"
    " travel_rules, ledger_transactions, ledger_entries,"
    " outbox, inbox, parked_record, parked_key, idempotency, erasure",
)


@pytest.fixture(scope="session")
async def database_url(databases: Any) -> str:
    return str(await databases.create("services.finance"))


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def transactions(engine: AsyncEngine) -> Transactions[FinanceWork]:
    async with engine.begin() as connection:
        for statement in EMPTY:
            await connection.execute(text(statement))
        await connection.execute(text("SET LOCAL session_replication_role = origin"))
        await load_figures(connection)
    return SERVICE.transactions(engine)


@pytest.fixture
def office(transactions: Transactions[FinanceWork]) -> Office:
    return Office(transactions)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


class Client:
    """Somebody with a token."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, token: str) -> None:
        self._session, self._base_url = session, base_url
        self._headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **params: str) -> Answer:
        return await self._send("GET", path, params=params)

    async def file(self, path: str, **params: str) -> tuple[int, str]:
        """A document that is no JSON, as text."""
        url = f"{self._base_url}/v1{path}"
        async with self._session.get(url, params=params, headers=self._headers) as response:
            return response.status, (await response.read()).decode("utf-8-sig")

    async def post(self, path: str, body: object, **headers: str) -> Answer:
        return await self._send("POST", path, json=body, headers=self._headers | headers)

    async def upload(self, path: str, file: str, kind: str = "text/csv") -> Answer:
        sent = self._headers | {"Content-Type": kind}
        return await self._send("POST", path, data=file.encode(), headers=sent)

    async def download(self, path: str) -> tuple[int, str, str]:
        """Status, media type and text of what is no JSON."""
        async with self._session.get(f"{self._base_url}/v1{path}", headers=self._headers) as response:
            return response.status, response.content_type, await response.text()

    async def _send(self, method: str, path: str, **more: Any) -> Answer:
        request = {"headers": self._headers} | more
        async with self._session.request(method, f"{self._base_url}/v1{path}", **request) as response:
            read = await response.json(content_type=None) if await response.read() else None
            return Answer(response.status, response.headers, read)


ClientOf = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> DevelopmentIssuer:
    return DevelopmentIssuer.at(tmp_path_factory.mktemp("identity"))


@pytest.fixture
def app(
    engine: AsyncEngine, issuer: DevelopmentIssuer, transactions: Transactions[FinanceWork]
) -> Application:
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
    """``await client_of(Role.COORDINATOR, faculty="engineering")``."""
    async with AsyncExitStack() as sessions:

        async def make(role: Role, person_id: UUID | None = None, faculty: str | None = None) -> Client:
            session = await sessions.enter_async_context(aiohttp.ClientSession())
            return Client(session, base_url, issuer.issue(role, person_id=person_id, faculty=faculty))

        yield make
