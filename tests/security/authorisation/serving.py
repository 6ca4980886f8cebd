"""A service whose transactions are rolled back once their answer is made: no request changes the world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.http.server import Application, listen, serve_on
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.outbox import Outbox
from chassis.process import ProcessHealth
from chassis.service import Service, assemble
from chassis.settings import ProcessSettings
from chassis.work import Transactions, UnitOfWork

W = TypeVar("W", bound=UnitOfWork)


class Rehearsed(Transactions[W]):
    """Counts what would have been committed."""

    commits = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[W]:
        async with self.engine.connect() as connection:
            transaction = await connection.begin()
            try:
                outbox = Outbox(connection, self._source)
                yield self._build(connection, outbox)
                await outbox.flush()
                self.commits += 1
            finally:
                await transaction.rollback()


@asynccontextmanager
async def served(
    service: Service[Any], engine: AsyncEngine, issuer: DevelopmentIssuer, *, rehearsed: bool
) -> AsyncIterator[tuple[str, Transactions[Any]]]:
    """Its address and its transactions."""
    settings = ProcessSettings(
        database_url="", kafka_bootstrap="", jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER
    )
    parts = assemble(service, settings, engine, ProcessHealth(engine))
    if rehearsed:
        parts = replace(parts, transactions=Rehearsed(engine, service.work, source=service.name))
    async with listening(service.app(parts)) as url:
        yield url, parts.transactions


@asynccontextmanager
async def serving(service: Service[Any], settings: ProcessSettings) -> AsyncIterator[str]:
    """The service as its process builds it; its address."""
    engine = create_engine(settings.dsn, pool_size=2)
    parts = assemble(service, settings, engine, ProcessHealth(engine))
    app = service.app(parts)
    async with parts.closing, listening(app) as url:
        yield url
    await engine.dispose()


@asynccontextmanager
async def listening(app: Application) -> AsyncIterator[str]:
    socket, stop = listen("127.0.0.1", 0), asyncio.Event()
    running = asyncio.create_task(serve_on(app, socket, stop))
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        stop.set()
        await running
