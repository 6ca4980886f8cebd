"""What a service is to the chassis: name, work, routes, consumers, and how to say it all again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis.clock import Clock, utc_now
from chassis.consuming.handler import Handler
from chassis.housekeeping import Measure
from chassis.http.app import create_app
from chassis.http.health import Health
from chassis.http.server import Application
from chassis.http.strangers import Strangers
from chassis.identity.tokens import TokenVerifier
from chassis.outbox import Outbox
from chassis.readings import Readings
from chassis.refusal import Refusal
from chassis.resealing import Resealable
from chassis.settings import ProcessSettings
from chassis.timetable import Entry
from chassis.work import Transactions, UnitOfWork
from contracts.event import Event, Tombstone
from contracts.topics import Topic

W = TypeVar("W", bound=UnitOfWork)

Snapshot = Callable[[W, UUID | None, int], Awaitable[Sequence[Event]]]
"""``(work, after, limit)`` → the next aggregates by id, rows locked, as Republished events."""

Lift = Callable[[W, Sequence[Event | Tombstone]], Awaitable[None]]
"""``(work, newest events of a topic)``: their states become rows, without publishing. Only where the events
carry all that a row needs; topics in the order in which their rows may refer to each other."""


@dataclass(frozen=True)
class Assembled(Generic[W]):
    """A service's parts in one process, before they run."""

    settings: ProcessSettings
    engine: AsyncEngine
    transactions: Transactions[W]
    verifier: TokenVerifier
    health: Health
    clock: Clock
    strangers: Strangers
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)
    """What ``build_app`` opened pushes its end here; the process closes it after the last request."""


@dataclass(frozen=True)
class Service(Generic[W]):
    """A service's definition. ``build_app`` replaces the usual HTTP application where one needs another."""

    name: str
    package: str
    title: str
    work: Callable[[AsyncConnection, Outbox], W]
    routers: Sequence[APIRouter] = ()
    pages: Sequence[APIRouter] = ()
    """Routes beside ``/v1`` that anybody may ask, each marked with ``open_to_everybody``."""
    handlers: Sequence[Handler[W]] = ()
    snapshots: Sequence[Snapshot[W]] = ()
    lifts: Mapping[Topic, Lift[W]] = field(default_factory=dict)
    constraints: Mapping[str, type[Refusal]] = field(default_factory=dict)
    prepare: Callable[[W], Awaitable[object]] | None = None
    build_app: Callable[[Assembled[W]], Application] | None = None
    settings: type[ProcessSettings] = ProcessSettings
    measures: Sequence[Measure] = ()
    """What operators watch of its own tables."""
    sealed: Sequence[Resealable] = ()
    """Where its own tables hold sealed values."""
    timetable: Sequence[Entry[W]] = ()
    """What becomes due as time passes; kept beside the relay."""

    @property
    def keeps_people(self) -> bool:
        """Whether it writes or reads the topic of people, so that it needs keys to seal with."""
        read = (topic for handler in self.handlers for topic in handler.topics)
        return bool(self.sealed) or any(topic.personal for topic in read)

    def transactions(self, engine: AsyncEngine) -> Transactions[W]:
        return Transactions(engine, self.work, source=self.name)

    def app(self, assembled: Assembled[W]) -> Application:
        """The HTTP application over ``assembled`` parts; tests call it too."""
        if self.build_app is not None:
            return self.build_app(assembled)
        return create_app(
            title=self.title,
            version="1.0.0",
            routers=self.routers,
            pages=self.pages,
            transactions=assembled.transactions,
            verifier=assembled.verifier,
            health=assembled.health,
            readings=readings_of(assembled),
            clock=assembled.clock,
            constraints=self.constraints,
            strangers=assembled.strangers,
        )


def assemble(
    service: Service[W],
    settings: ProcessSettings,
    engine: AsyncEngine,
    health: Health,
    clock: Clock = utc_now,
) -> Assembled[W]:
    """Wire a service's parts; the one place that does."""
    verifier = TokenVerifier(settings.jwks, settings.issuer, settings.audience)
    strangers = Strangers(settings.strangers_a_minute_max, settings.trusted_proxies)
    return Assembled(settings, engine, service.transactions(engine), verifier, health, clock, strangers)


def readings_of(assembled: Assembled[Any]) -> Readings:
    """The process's notes of who read whom, written to the end when it stops."""
    readings = Readings(assembled.engine, assembled.clock)
    assembled.closing.push_async_callback(readings.close)
    return readings


def handler_of(service: Service[Any], group: str) -> Handler[Any]:
    """Raises LookupError with the groups there are."""
    for handler in service.handlers:
        if handler.group == group:
            return handler
    raise LookupError(
        f"no group {group}; there are: {', '.join(h.group for h in service.handlers) or 'none'}"
    )
