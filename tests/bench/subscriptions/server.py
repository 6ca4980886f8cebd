"""The gateway's process under measurement: HTTP, and commits on command as its consumer makes them."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import uvloop

from chassis.clock import utc_now
from chassis.database import create_engine
from chassis.http.health import Readiness
from chassis.http.server import listen, serve_on
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.ids import new_id
from chassis.process import settle_memory
from chassis.service import assemble
from chassis.work import Transactions, UnitOfWork
from contracts.cloudevents import Received
from gateway.app import SERVICE
from gateway.settings import GatewaySettings
from gateway.views.projection import PROJECTION
from tests.bench.subscriptions.payloads import places_taken


class AlwaysReady:
    async def ready(self) -> Readiness:
        return Readiness(True)

    async def status(self) -> Mapping[str, Any]:
        return {}


async def main(database_url: str, folder: Path, event: UUID) -> None:
    """Prints its port; then for each line ``here`` or ``elsewhere`` commits and prints the instant."""
    engine = create_engine(database_url, pool_size=8)
    elsewhere = create_engine(database_url, pool_size=1)
    issuer = DevelopmentIssuer.at(folder)
    settings = GatewaySettings(
        database_url=database_url,
        kafka_bootstrap="unused:0",
        jwks=str(issuer.jwks),
        issuer=DEVELOPMENT_ISSUER,
    )
    assembled = assemble(SERVICE, settings, engine, AlwaysReady())
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    async with assembled.closing:
        serving = asyncio.create_task(serve_on(SERVICE.app(assembled), listening, stop))
        writers = {
            "here": assembled.transactions,
            "elsewhere": Transactions(elsewhere, UnitOfWork, source="bench"),
        }
        settle_memory()
        print(listening.getsockname()[1], flush=True)
        await _obey(writers, event)
        stop.set()
        await serving
    await engine.dispose()
    await elsewhere.dispose()


async def _obey(writers: Mapping[str, Transactions[UnitOfWork]], event: UUID) -> None:
    """``elsewhere`` is as another process: nothing here is woken by it."""
    version = 1
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        version += 1
        async with writers[line].begin() as work:
            await PROJECTION.apply(work, [_received(event, version)], utc_now())
        print(time.monotonic(), flush=True)


def _received(event: UUID, version: int) -> Received:
    changed = places_taken(event, version)
    return Received(str(new_id()), changed.TYPE, "/kervan/bench", changed.key, version, changed, None)


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], Path(sys.argv[2]), UUID(sys.argv[3])))
