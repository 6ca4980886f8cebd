"""How much of each connection pool is in use, asked of the pool itself when somebody scrapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from weakref import ref

from opentelemetry.metrics import CallbackOptions, Observation
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from chassis.telemetry import names


class Use(NamedTuple):
    """Connections of one pool: handed out, open and free, and how many there may be."""

    used: int
    idle: int
    most: int


Read = Callable[[], Use | None]
"""None: the pool is no more."""


class Pools:
    """The pools of a process by name. Handing out a connection tells nobody."""

    def __init__(self) -> None:
        self._reading: dict[str, Read] = {}

    def watch(self, name: str, read: Read) -> None:
        self._reading[name] = read

    def connections(self, _: CallbackOptions) -> Iterable[Observation]:
        for name, use in self._uses():
            for state, count in (("used", use.used), ("idle", use.idle)):
                yield Observation(count, {names.POOL_NAME: name, names.POOL_STATE: state})

    def most(self, _: CallbackOptions) -> Iterable[Observation]:
        for name, use in self._uses():
            yield Observation(use.most, {names.POOL_NAME: name})

    def _uses(self) -> Iterator[tuple[str, Use]]:
        for name, read in list(self._reading.items()):
            use = read()
            if use is not None:
                yield name, use


def reading_engine(engine: AsyncEngine) -> Read:
    """The engine's pool, as long as somebody else holds the engine."""
    held = ref(engine.sync_engine)

    def read() -> Use | None:
        found = held()
        if found is None or not isinstance(pool := found.pool, QueuePool):
            return None
        return Use(pool.checkedout(), pool.checkedin(), pool.size())

    return read
