"""What a run stands on: the started system, the proxies before its stores, the log of what was done to it."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import orjson

from deploy.local import run
from deploy.local.apache_kafka import ApacheKafka, Door
from deploy.local.failure import LocalFailure
from deploy.local.layout import Layout
from deploy.local.ports import is_free
from deploy.local.programs import PROGRAMS
from deploy.local.site import Site, Way
from tests.chaos import launch
from tests.chaos.proxy import HOST, Proxy
from tests.journey.system import QUIET

LAUNCHER = ("tests.chaos.launch",)
FAULTS_FILE = "faults.jsonl"
QUIET_PORTS = range(12_000, 32_000)


@dataclass(frozen=True, slots=True)
class Detour:
    """One program's proxies, with the ports they listen on and Kafka's door behind one of them."""

    program: str
    kafka: Proxy
    postgres: Proxy
    kafka_port: int
    postgres_port: int
    door_port: int

    @property
    def way(self) -> Way:
        return Way(f"{HOST}:{self.kafka_port}", self.postgres_port)

    @property
    def door(self) -> Door:
        return Door(self.program.upper().replace("-", "_"), self.door_port, self.kafka_port)


class FaultLog:
    """One line for everything done to the system, seconds since the clients began beside it."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._began = time.monotonic()
        self.lines: list[dict[str, Any]] = []

    def begin(self) -> None:
        self._began = time.monotonic()

    @property
    def now(self) -> float:
        return round(time.monotonic() - self._began, 3)

    def write(self, what: str, **facts: Any) -> None:
        line = {"at": self.now, "what": what} | facts
        self.lines.append(line)
        self._file.write(orjson.dumps(line, default=str).decode() + "\n")
        self._file.flush()


@dataclass(frozen=True)
class Ground:
    """``folder`` holds the run's own files; the system's stand below it."""

    folder: Path
    site: Site
    detours: Mapping[str, Detour]
    log: FaultLog

    @property
    def bootstrap(self) -> str:
        """Kafka's own door, past the proxies: for whoever looks on."""
        return self.site.broker.bootstrap

    def dsn(self, name: str) -> str:
        found: str = self.site.endpoints()["databases"][name]
        return found

    def clock_file(self, name: str) -> Path:
        return _clock_file(self.folder, name)

    def proxies(self) -> list[Proxy]:
        return [proxy for detour in self.detours.values() for proxy in (detour.kafka, detour.postgres)]


@asynccontextmanager
async def started(folder: Path, mutant: str | None) -> AsyncIterator[Ground]:
    """The whole deployment in ``folder``, each program behind proxies of its own; stopped at the end.

    Raises: LocalFailure.
    """
    layout = Layout(folder / ".run")
    _choose_ports(layout)
    chosen = await asyncio.to_thread(run.chosen_site, layout)
    if not isinstance(chosen.broker, ApacheKafka):
        raise LocalFailure(
            tr="Bu deneme gerçek bir Apache Kafka ister.",
            en="A chaos run needs an Apache Kafka of its own.",
            next_tr="Java 17+ ve Maven kurun, KAFKA_BOOTSTRAP_SERVERS değişkenini kaldırın.",
            next_en="Install Java 17+ and Maven, and unset KAFKA_BOOTSTRAP_SERVERS.",
        )
    detours = await _open_detours(chosen)
    told = {program.name: _told(folder, program.name, mutant) for program in PROGRAMS}
    with (folder / FAULTS_FILE).open("w") as file:
        starting = asyncio.create_task(
            asyncio.to_thread(run.up, QUIET, layout, arrange=lambda site: _behind(site, detours, told))
        )
        try:
            yield Ground(folder, await asyncio.shield(starting), detours, FaultLog(file))
        finally:
            await asyncio.wait({starting})  # cut off in the middle it would start on, and nobody stop it
            await asyncio.to_thread(run.down, QUIET, layout)
            for detour in detours.values():
                await detour.kafka.close()
                await detour.postgres.close()


def _choose_ports(layout: Layout) -> None:
    """Not the usual ones: several runs, and a demo, may be under way beside each other."""
    names = ("postgres", "kafka", "kafka-controller", *(p.name for p in PROGRAMS if p.usual_port))
    layout.home.mkdir(parents=True, exist_ok=True)
    layout.ports.write_text(json.dumps(dict(zip(names, _quiet_ports(len(names)), strict=True))))


def _quiet_ports(count: int) -> list[int]:
    """Free, and below those that the system gives to outgoing connections: one whose process is down just now
    must not be taken by a client of somebody else."""
    candidates = random.SystemRandom().sample(QUIET_PORTS, len(QUIET_PORTS))
    return list(islice(filter(is_free, candidates), count))


def _behind(site: Site, detours: Mapping[str, Detour], told: Mapping[str, dict[str, str]]) -> Site:
    assert isinstance(site.broker, ApacheKafka)
    broker = replace(site.broker, doors=tuple(detour.door for detour in detours.values()))
    ways = {name: detour.way for name, detour in detours.items()}
    return replace(site, broker=broker, launcher=LAUNCHER, ways=ways, told=told)


def _told(folder: Path, name: str, mutant: str | None) -> dict[str, str]:
    settings = {launch.CLOCK_FILE: str(_clock_file(folder, name))}
    return settings | ({launch.MUTANT: mutant} if mutant else {})


def _clock_file(folder: Path, name: str) -> Path:
    return folder / "clocks" / name


async def _open_detours(site: Site) -> dict[str, Detour]:
    ports = iter(_quiet_ports(3 * len(PROGRAMS)))
    detours = {
        program.name: _detour(program.name, site, *(next(ports) for _ in range(3))) for program in PROGRAMS
    }
    for detour in detours.values():
        await detour.kafka.open(detour.kafka_port)
        await detour.postgres.open(detour.postgres_port)
    return detours


def _detour(name: str, site: Site, kafka_port: int, postgres_port: int, door_port: int) -> Detour:
    return Detour(name, Proxy(door_port), Proxy(site.postgres.port), kafka_port, postgres_port, door_port)
