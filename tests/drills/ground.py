"""Where drills take place: real processes with their own PostgreSQL and Kafka, started as `make up` does."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import psutil
import pytest

from chassis.identity.issuer import DevelopmentIssuer
from deploy.local import run
from deploy.local.health import is_ready, status_of
from deploy.local.layout import CHECKOUT, Layout
from deploy.local.ports import free_ports
from deploy.local.processes import kill, stop
from deploy.local.programs import chosen
from deploy.local.site import Site
from tests.drills.pages import page
from tests.journey.system import QUIET, program

ONLY = "gateway,events"
COMMAND_SECONDS_MAX = 180
STOP_SECONDS_MAX = 40
OUTSIDE = ("KAFKA_BOOTSTRAP_SERVERS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
# Installed is what runs this test; the lock's time says nothing about that.
INSTALLED_ALREADY = 'make() { command make -s -o requirements.lock "$@"; }\n'


def opened(layout: Layout, only: str = ONLY) -> Ground:
    """The smallest whole system, one service and the gateway, running; everything for an empty text."""
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
        return Ground(run.up(QUIET, layout, programs=chosen(only)))


class CommandFailed(AssertionError):
    """A command of the runbook ended with an error; says what it printed."""


@dataclass(frozen=True)
class Ground:
    """The processes of a drill, and a shell in which the runbook's commands mean them."""

    site: Site

    @property
    def bootstrap(self) -> str:
        return self.site.broker.bootstrap

    def url(self, name: str) -> str:
        return self.site.url(program(name))

    def issuer(self) -> DevelopmentIssuer:
        return self.site.issuer()

    def log(self, name: str) -> str:
        return self.site.layout.log(name).read_text(errors="replace")

    def process(self, name: str) -> psutil.Process:
        identity = run.running_identity(self.site.layout, program(name))
        found = identity.process() if identity else None
        assert found is not None, f"{name} does not run"
        return found

    async def stop(self, name: str) -> None:
        """SIGTERM, and wait for the end. Fails when it had to be killed."""
        killed = await asyncio.to_thread(stop, [self.process(name)], STOP_SECONDS_MAX)
        assert killed == [], f"{name} did not end by itself"

    async def kill(self, process: psutil.Process) -> None:
        await asyncio.to_thread(kill, [process])

    async def kill_broker(self) -> None:
        """SIGKILL: as when its machine is gone."""
        broker = self.site.broker.process()
        assert broker is not None
        await self.kill(broker)

    async def restart_postgres(self) -> None:
        """Fast shutdown: sessions end, open transactions roll back. Starting it again is the page's task."""
        postgres = self.site.postgres.process()
        assert postgres is not None
        postgres.send_signal(signal.SIGINT)
        await self.until("PostgreSQL to stop", self._postgres_is_down)

    async def _postgres_is_down(self) -> bool:
        return self.site.postgres.process() is None

    async def perform(self, name: str, section: str = "Command", **variables: str) -> str:
        """Type what the runbook's page says; what it printed. Raises CommandFailed."""
        return await self.shell(page(name).commands(section), **variables)

    async def shell(self, commands: str, **variables: str) -> str:
        process = await asyncio.create_subprocess_exec(
            "bash", "-euo", "pipefail", "-c", INSTALLED_ALREADY + commands,
            cwd=CHECKOUT, env=self.environment(variables),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        async with asyncio.timeout(COMMAND_SECONDS_MAX):
            printed = (await process.communicate())[0].decode()
        if process.returncode:
            raise CommandFailed(f"{commands}\nended with {process.returncode}:\n{printed[-3000:]}")
        return printed

    def environment(self, variables: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        return kept | {"KERVAN_RUN": str(self.site.layout.home), "ONLY": ONLY} | variables

    async def rows(self, database: str, query: str, *values: object) -> list[asyncpg.Record]:
        """Rows of one process's database."""
        connection = await asyncpg.connect(self.site.endpoints()["databases"][database])
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def status(self, name: str) -> dict[str, Any]:
        return await asyncio.to_thread(status_of, self.url(name))

    async def until(
        self, what: str, ready: Callable[[], Awaitable[bool]], seconds: float = 60, every: float = 0.1
    ) -> None:
        """Ask again until it is so. Raises AssertionError when it never is."""
        try:
            async with asyncio.timeout(seconds):
                while not await ready():  # noqa: ASYNC110  other processes have no bell
                    await asyncio.sleep(every)
        except TimeoutError:
            raise AssertionError(f"{what}: not within {seconds} s") from None


@asynccontextmanager
async def beside(
    ground: Ground, name: str, part: str, *, module: str | None = None, **settings: str
) -> AsyncIterator[Beside]:
    """One more process: ``part`` of a service, or of a ``module`` that stands for another release of it."""
    own, (port,) = program(name), free_ports(1)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module or own.module, part,
        env=ground.site.environment(own) | {"KERVAN_HTTP_PORT": str(port)} | settings,
        cwd=CHECKOUT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    started = Beside(process, f"http://127.0.0.1:{port}")
    try:
        await ground.until(f"{name} {part} to be ready", started.ready_or_over)
        yield started
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(STOP_SECONDS_MAX):
            await process.wait()


@dataclass(frozen=True)
class Beside:
    """A process that the ground does not know of."""

    process: asyncio.subprocess.Process
    url: str

    async def ready_or_over(self) -> bool:
        return self.process.returncode is not None or await self.ready()

    async def ready(self) -> bool:
        return await asyncio.to_thread(is_ready, self.url)

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        self.process.terminate()
        async with asyncio.timeout(STOP_SECONDS_MAX):
            return await self.process.wait()
