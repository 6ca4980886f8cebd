"""What every scenario stands on: one PostgreSQL, one Kafka, an issuer of tokens, and who is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient

from chassis.identity.issuer import AUDIENCE, DEVELOPMENT_ISSUER, DevelopmentIssuer
from chassis.ids import new_id
from deploy.local.journey.clients import eventually
from deploy.local.ports import free_ports
from tests.failpoints.launcher import Program

SENT_SECONDS_MAX = 90


@dataclass(frozen=True)
class Site:
    """Shared by all scenarios; each makes databases and programs of its own."""

    folder: Path
    bootstrap: str
    admin: AIOKafkaAdminClient
    issuer: DevelopmentIssuer
    new_database: Callable[..., Awaitable[str]]

    def program(self, module: str, database: str, run: str, **settings: str) -> Program:
        """``settings`` without their prefix. Batches are small: there are many steps to die between."""
        told = {
            "DATABASE_URL": database,
            "KAFKA_BOOTSTRAP": self.bootstrap,
            "JWKS": str(self.issuer.jwks),
            "ISSUER": DEVELOPMENT_ISSUER,
            "AUDIENCE": AUDIENCE,
            "HTTP_PORT": str(free_ports(1)[0]),
            "DATABASE_POOL_SIZE": "8",
            "RELAY_ROWS_MAX": "3",
            "CONSUMER_RECORDS_MAX": "5",
            "TEST_RUN": run,
            "TOPICS_AHEAD_ALLOWED": "true",  # the topics are all scenarios', the database is this one's
        } | settings
        environment = {f"KERVAN_{name}": value for name, value in told.items()}
        return Program(module, environment, run, self.folder / f"{module}.{run}.log")


def address(program: Program) -> str:
    return f"http://127.0.0.1:{program.environment['KERVAN_HTTP_PORT']}"


def new_run() -> str:
    return str(new_id())[-12:]


async def until_sent(database: str) -> None:
    """Until the relay has nothing left to send."""

    async def nothing_waits() -> bool:
        return not await rows(database, "SELECT 1 FROM outbox LIMIT 1")

    await eventually("the outbox to be empty", nothing_waits, bool, SENT_SECONDS_MAX)


async def rows(database: str, query: str, *values: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database)
    try:
        return list(await connection.fetch(query, *values))
    finally:
        await connection.close()
