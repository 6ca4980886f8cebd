"""``python -m tests.bench.hostile.server DSN FOLDER``: a whole gateway; prints its port."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import uvloop

from chassis.database import create_engine
from chassis.http.server import listen, serve_on
from chassis.identity.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.process import ProcessHealth, settle_memory
from chassis.service import assemble
from gateway.app import SERVICE
from gateway.settings import GatewaySettings


async def main(dsn: str, folder: str) -> None:
    issuer = DevelopmentIssuer.at(Path(folder))
    settings = GatewaySettings(
        database_url=dsn, kafka_bootstrap="unused:0", jwks=str(issuer.jwks), issuer=DEVELOPMENT_ISSUER
    )
    engine = create_engine(dsn, pool_size=2)
    assembled = assemble(SERVICE, settings, engine, ProcessHealth(engine))
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    app = SERVICE.app(assembled)
    settle_memory()
    print(listening.getsockname()[1], flush=True)
    async with assembled.closing:
        await serve_on(app, listening, stop)


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:3]))
