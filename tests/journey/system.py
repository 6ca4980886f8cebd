"""The system of a journey test: started as `make demo` starts it, in a folder and on a Kafka of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from aiokafka import TopicPartition
from rich.console import Console

from contracts.topics import TOPICS
from deploy.local import run
from deploy.local.journey.clients import eventually
from deploy.local.journey.stage import Stage
from deploy.local.layout import Layout
from deploy.local.ports import free_ports
from deploy.local.processes import kill
from deploy.local.programs import PROGRAMS, Program
from deploy.local.site import Site
from tests.journey.rest import at_rest
from tests.journey.topics import ends_of

QUIET = Console(quiet=True)
SETTLES_SECONDS_MAX = 60
MAIL_PORT = free_ports(1)[0]
MAIL = {
    "KERVAN_SMTP_HOST": "127.0.0.1",
    "KERVAN_SMTP_PORT": str(MAIL_PORT),
    "KERVAN_SMTP_STARTTLS": "false",
}
"""Where a test that wants mail listens; while none does, mails wait."""


def start(layout: Layout) -> Site:
    """What does not run is started. Topics and groups have their real names, so Kafka must be its own."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
        for name, value in MAIL.items():
            environment.setenv(name, value)
        return run.up(QUIET, layout)


def kill_program(site: Site, name: str) -> None:
    """SIGKILL: nothing is finished, nothing is told to anybody."""
    identity = run.running_identity(site.layout, program(name))
    assert identity is not None, f"{name} does not run"
    process = identity.process()
    assert process is not None
    kill([process])


def program(name: str) -> Program:
    return next(one for one in PROGRAMS if one.name == name)


@dataclass(frozen=True)
class System:
    """What runs, and the stage of the walk. ``stopped_before``: chapters that the kill left unwalked."""

    site: Site
    stage: Stage
    stopped_before: tuple[str, ...]

    @property
    def bootstrap(self) -> str:
        return self.site.broker.bootstrap

    @property
    def databases(self) -> dict[str, str]:
        found: dict[str, str] = self.site.endpoints()["databases"]
        return found

    async def rows(self, database: str, query: str, *values: object) -> list[asyncpg.Record]:
        """Rows of one service's database."""
        connection = await asyncpg.connect(self.databases[database])
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def kill(self, name: str) -> None:
        await asyncio.to_thread(kill_program, self.site, name)

    async def start_again(self) -> None:
        await asyncio.to_thread(start, self.site.layout)

    async def command(self, name: str, *arguments: str) -> str:
        """``python -m services.NAME arguments`` with the run's settings; what it printed."""
        own = program(name)
        process = await asyncio.create_subprocess_exec(
            self.site.command(own)[0], "-m", own.module, *arguments,
            env=self.site.environment(own), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()[-2000:]
        return output.decode()

    async def settle(self) -> None:
        """Until nothing is on its way: every group is at the ends, every outbox is empty."""
        await self.until("everything to come to rest", self._is_at_rest, bool, SETTLES_SECONDS_MAX)

    async def until(
        self,
        what: str,
        ask: Callable[[], Awaitable[Any]],
        ready: Callable[[Any], bool] = bool,
        seconds: float = 30,
    ) -> Any:
        return await eventually(what, ask, ready, seconds)

    async def _is_at_rest(self) -> bool:
        return await at_rest(self.bootstrap, self.databases)

    async def ends(self) -> dict[TopicPartition, int]:
        """The next offset of every partition: unchanged means that no event was sent."""
        return await ends_of(self.bootstrap, TOPICS)
