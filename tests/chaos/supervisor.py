"""Starts again what ended, as systemd or a cluster would; what a fault holds down waits until it lets go."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass

import psutil

from deploy.local import run
from deploy.local.programs import PROGRAMS, Program
from deploy.local.site import Site
from tests.chaos.ground import FaultLog, Ground

LOOKS_EVERY_SECONDS = 0.2
STARTS_AGAIN_AFTER_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that must run: a program or a store."""

    name: str
    process: Callable[[], psutil.Process | None]
    start: Callable[[], object]

    def tree(self) -> list[psutil.Process]:
        """Its processes, the one that was started first."""
        first = self.process()
        return [] if first is None else [first, *first.children(recursive=True)]


def units(site: Site) -> dict[str, Unit]:
    stores = (
        Unit("postgres", site.postgres.process, site.postgres.start),
        Unit("kafka", site.broker.process, site.broker.start),
    )
    return {unit.name: unit for unit in (*stores, *(_unit(site, program) for program in PROGRAMS))}


def _unit(site: Site, program: Program) -> Unit:
    def process() -> psutil.Process | None:
        identity = run.running_identity(site.layout, program)
        return identity.process() if identity else None

    return Unit(program.name, process, lambda: run.start_program(site, program))


class Supervisor:
    """Watches every unit in a task of its own."""

    def __init__(self, ground: Ground) -> None:
        self.units = units(ground.site)
        self._log: FaultLog = ground.log
        self._held: Counter[str] = Counter()

    @contextmanager
    def held_down(self, name: str) -> Iterator[Unit]:
        """Inside, the unit is not started again."""
        self._held[name] += 1
        try:
            yield self.units[name]
        finally:
            self._held[name] -= 1

    async def watch(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for unit in self.units.values():
                group.create_task(self._watch(unit), name=f"supervisor of {unit.name}")

    async def all_run(self) -> bool:
        return all([await asyncio.to_thread(unit.process) for unit in self.units.values()])

    async def _watch(self, unit: Unit) -> None:
        killed_by_us = False
        while True:
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            if self._held[unit.name]:
                killed_by_us = True
            elif await asyncio.to_thread(unit.process) is None:
                await self._start(unit, killed_by_us)
                killed_by_us = False

    async def _start(self, unit: Unit, killed_by_us: bool) -> None:
        """A start may fail while its stores are away: the next look tries again."""
        if not killed_by_us:
            self._log.write("ended-by-itself", target=unit.name)
            await asyncio.sleep(STARTS_AGAIN_AFTER_SECONDS)
        try:
            await asyncio.to_thread(unit.start)
        except Exception as error:  # noqa: BLE001  whatever it was, it is told, and tried again
            self._log.write("start-failed", target=unit.name, error=str(error)[:500])
        else:
            self._log.write("started", target=unit.name)


@asynccontextmanager
async def supervised(ground: Ground) -> AsyncIterator[Supervisor]:
    """Everything is watched inside."""
    supervisor = Supervisor(ground)
    watching = asyncio.create_task(supervisor.watch(), name="supervisor")
    try:
        yield supervisor
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
