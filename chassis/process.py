"""A process: the parts of a service that run in it, in one event loop, from signal to clean stop."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import stamina
import structlog
from aiokafka.errors import KafkaError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis import housekeeping
from chassis.ahead import require_not_behind
from chassis.clock import utc_now
from chassis.consuming import parking
from chassis.consuming.delivery import Delivery
from chassis.consuming.runtime import ConsumerGroup
from chassis.database import UNREACHABLE, create_engine, is_passing
from chassis.erasures import ERASED_WITHIN
from chassis.http.health import Readiness
from chassis.http.server import Application, listen, serve_on
from chassis.kafka import ensure_topics, topics_stand
from chassis.relay import Relay
from chassis.sealed import keyring
from chassis.service import Assembled, Service, assemble
from chassis.settings import ProcessSettings
from chassis.telemetry.logs import configure_logging
from chassis.telemetry.settings import TelemetrySettings
from chassis.telemetry.setup import instrument_engine, instrument_http_client, start_telemetry
from chassis.telemetry.trouble import Trouble
from chassis.timetable import keep_timetable
from chassis.work import UnitOfWork
from contracts.topics import TOPICS

W = TypeVar("W", bound=UnitOfWork)

PREPARES_SECONDS_MAX = 120.0
PREPARES_AGAIN_SECONDS = 2.0
LOOKS_AHEAD_SECONDS_MAX = 15.0
COLLECTED_AFTER = (50_000, 20, 50)

log = structlog.get_logger()


class Part(StrEnum):
    """What of a service a process runs. A laptop runs ``all``; a cluster scales them apart."""

    API = "api"
    RELAY = "relay"
    CONSUMER = "consumer"
    ALL = "all"

    def includes(self, part: Part) -> bool:
        return self in (part, Part.ALL)


@dataclass
class ProcessHealth:
    """Ready when the database answers and every consumer gets closer to its end."""

    engine: AsyncEngine
    groups: Sequence[ConsumerGroup[Any]] = field(default_factory=list)

    async def ready(self) -> Readiness:
        database = await self._database()
        details = {"database": database} | {g.progress.group: g.progress.healthy for g in self.groups}
        return Readiness(all(details.values()), details)

    async def status(self) -> Mapping[str, Any]:
        async with self.engine.connect() as connection:
            parked = await parking.counts(connection)
            erasures = await parking.erasures(connection)
            outbox = await housekeeping.measure(connection)
            clock_ahead = await housekeeping.clock_ahead_seconds(connection, utc_now)
        groups = [
            {
                "group": g.progress.group,
                "lag": g.progress.lag,
                "lag_seconds": None if (waits := g.progress.lag_seconds) is None else round(waits, 1),
                "parked": parked.get(g.progress.group, 0),
                "healthy": g.progress.healthy,
            }
            for g in self.groups
        ]
        return {
            "groups": groups,
            "outbox": outbox,
            "erasures": [
                {"group": group, "since": since.isoformat(), "due": (since + ERASED_WITHIN).isoformat()}
                for group, since in erasures.items()
            ],
            "clock_ahead_seconds": clock_ahead,
            "tasks": len(asyncio.all_tasks()),
        }

    async def _database(self) -> bool:
        try:
            async with self.engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except UNREACHABLE:
            return False
        return True


async def run(service: Service[W], part: Part) -> None:
    """Run ``part`` of ``service`` until SIGTERM or SIGINT.

    Raises: SealingKeysUnusable before anything is begun; what ended a part too early.
    """
    settings = service.settings()
    if service.keeps_people:
        keyring()
    telemetry_settings = TelemetrySettings()
    configure_logging(service.name, telemetry_settings.log_level)
    telemetry = start_telemetry(service.name, telemetry_settings)
    engine = create_engine(settings.dsn, pool_size=settings.database_pool_size, application=service.name)
    instrument_engine(engine, service.name)
    instrument_http_client()
    try:
        health = ProcessHealth(engine)
        assembled = assemble(service, settings, engine, health)
        await _prepare(service, assembled)
        looked = await _look_ahead_of_tables(service, part, assembled)
        health.groups = consumer_groups(service, assembled) if part.includes(Part.CONSUMER) else []
        async with assembled.closing:
            settle_memory()
            await _until_stopped(service, part, assembled, health.groups, looked)
    finally:
        await engine.dispose()
        telemetry.shutdown()


def settle_memory() -> None:
    """What starting made stays: the collector need not walk it again and again, tens of ms each time.

    A batch makes tens of thousands of objects that live to its end: looking at them after every 700 took a
    tenth of decoding.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def consumer_groups(service: Service[W], assembled: Assembled[W]) -> list[ConsumerGroup[W]]:
    settings = assembled.settings
    return [
        ConsumerGroup(
            handler,
            Delivery(
                handler,
                assembled.transactions,
                clock=assembled.clock,
                parked_keys_max=settings.parked_keys_max,
            ),
            bootstrap=settings.kafka_bootstrap,
            records_max=settings.consumer_records_max,
        )
        for handler in service.handlers
    ]


async def _prepare(service: Service[W], assembled: Assembled[W]) -> None:
    """A database that is just starting too is waited for, bounded."""
    if service.prepare is None:
        return
    trouble = Trouble(log, "process.awaits_database", "process.found_database")
    async for attempt in stamina.retry_context(
        on=trouble.telling(is_passing),
        attempts=None,
        timeout=PREPARES_SECONDS_MAX,
        wait_max=PREPARES_AGAIN_SECONDS,
    ):
        with attempt:
            async with assembled.transactions.begin() as work:
                await service.prepare(work)
    trouble.passed()


async def _look_ahead_of_tables(service: Service[W], part: Part, assembled: Assembled[W]) -> bool:
    """Before anything is written; false when there was nothing to be seen. Raises BehindItsTopics.

    A broker that is away keeps no process from starting: then the relay looks before it sends anything.
    """
    if part is Part.CONSUMER or assembled.settings.topics_ahead_allowed:
        return True
    try:
        async with asyncio.timeout(LOOKS_AHEAD_SECONDS_MAX):
            await ensure_topics(assembled.settings.kafka_bootstrap, TOPICS)
            await require_not_behind(service, assembled.transactions, assembled.settings.kafka_bootstrap)
    except (KafkaError, OSError, TimeoutError) as error:
        log.warning("process.topics_not_seen", error=type(error).__name__)
        return False
    return True


async def _until_stopped(
    service: Service[W],
    part: Part,
    assembled: Assembled[W],
    groups: Sequence[ConsumerGroup[W]],
    looked: bool,
) -> None:
    """Two stops in order: first what brings work in (requests, records), then the relay that sends it on."""
    stop_intake, stop_relay = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stop_intake.set)
    intake = _intake(service, part, assembled, groups, stop_intake)
    relay = _relay(service, part, assembled, stop_relay, looked) + _house(
        service, part, assembled, stop_relay
    )
    intake += _timetable(service, part, assembled, stop_intake)
    log.info("process.started", part=part.value, port=assembled.settings.http_port)
    try:
        await _first_end(intake + relay, stop_intake)
    finally:
        stop_intake.set()
        await asyncio.gather(*intake, return_exceptions=True)
        stop_relay.set()
        await asyncio.gather(*relay, return_exceptions=True)
    log.info("process.stopped", part=part.value)


def _intake(
    service: Service[W],
    part: Part,
    assembled: Assembled[W],
    groups: Sequence[ConsumerGroup[W]],
    stop: asyncio.Event,
) -> list[asyncio.Task[None]]:
    settings = assembled.settings
    parts: dict[str, Coroutine[Any, Any, None]] = {
        g.progress.group: _on_kafka(settings, g, stop) for g in groups
    }
    parts["http"] = serve_on(
        _app(service, part, assembled),
        listen(settings.http_host, settings.http_port),
        stop,
        settings.http_unready_seconds,
    )
    return [asyncio.create_task(coroutine, name=name) for name, coroutine in parts.items()]


async def _on_kafka(settings: ProcessSettings, part: ConsumerGroup[Any], stop: asyncio.Event) -> None:
    """What lives on Kafka begins when that answers; commands are taken meanwhile, and wait in the outbox."""
    await topics_stand(settings.kafka_bootstrap, TOPICS, stop)
    await part.run(stop)


async def _send_on(
    service: Service[W], assembled: Assembled[W], relay: Relay, stop: asyncio.Event, looked: bool
) -> None:
    """Raises BehindItsTopics, where that could not be seen at the start."""
    settings = assembled.settings
    await topics_stand(settings.kafka_bootstrap, TOPICS, stop)
    if not (looked or stop.is_set()):
        await require_not_behind(service, assembled.transactions, settings.kafka_bootstrap)
    await relay.run(stop)


def _app(service: Service[W], part: Part, assembled: Assembled[W]) -> Application:
    """A process without the API still answers health, status and metrics."""
    if part.includes(Part.API):
        return service.app(assembled)
    return Service(service.name, service.package, service.title, service.work).app(assembled)


def _relay(
    service: Service[W], part: Part, assembled: Assembled[W], stop: asyncio.Event, looked: bool
) -> list[asyncio.Task[None]]:
    if not (part.includes(Part.RELAY) and service.snapshots):
        return []
    settings = assembled.settings
    relay = Relay(
        settings.dsn,
        settings.kafka_bootstrap,
        service=service.name,
        wake=assembled.transactions.committed,
        rows_max=settings.relay_rows_max,
        poll_seconds=settings.relay_poll_seconds,
    )
    return [asyncio.create_task(_send_on(service, assembled, relay, stop, looked), name="relay")]


def _house(
    service: Service[W], part: Part, assembled: Assembled[W], stop: asyncio.Event
) -> list[asyncio.Task[None]]:
    """Beside the relay; who publishes nothing has none, and parks keys all the same."""
    if not part.includes(Part.RELAY if service.snapshots else Part.CONSUMER):
        return []
    forget_seconds = assembled.settings.forget_seconds
    keeping = housekeeping.keep_house(assembled.engine, utc_now, forget_seconds, stop, service.measures)
    return [asyncio.create_task(keeping, name="housekeeping")]


def _timetable(
    service: Service[W], part: Part, assembled: Assembled[W], stop: asyncio.Event
) -> list[asyncio.Task[None]]:
    """Where the relay runs: in a cluster that is one process, though two would do no harm."""
    if not (part.includes(Part.RELAY) and service.timetable):
        return []
    keeping = keep_timetable(service.timetable, assembled.transactions, assembled.clock, stop)
    return [asyncio.create_task(keeping, name="timetable")]


async def _first_end(parts: Sequence[asyncio.Task[None]], stop: asyncio.Event) -> None:
    """Wait for the signal or for a part that ends by itself; its failure is raised."""
    stopping = asyncio.create_task(stop.wait(), name="signal")
    done, _ = await asyncio.wait({stopping, *parts}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for part in done - {stopping}:
        part.result()
        if not stop.is_set():
            raise RuntimeError(f"{part.get_name()} ended by itself")
