"""Before a writer commits, every cache knows what will differ: none serves or keeps it until the commit.

A cache that stands in the writer's own process is called. The others hear through the database, and the
writer waits for each: until it has answered, or its lease has run out. That the commit (or its failure) is
through is told by nobody: whoever heard waits for the writer's lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import (
    Column,
    DateTime,
    Engine,
    Table,
    Text,
    Uuid,
    bindparam,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from gateway.views.differences import Differences
from gateway.views.metadata import METADATA
from gateway.views.mirrors import IDS

CHANNEL = "kervan_cache"
BYTES_MAX = 7_000
"""PostgreSQL takes notifications up to 8,000 bytes."""
PAUSES_SECONDS = (0.001, 0.001, 0.002, 0.004)
PAUSE_SECONDS_MAX = 0.01

CACHE_LEASE = Table(
    "cache_lease",
    METADATA,
    Column("holder", Uuid, primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False, doc="Not renewed while something is asked"),
    Column("asked", Uuid, doc="The batch of which this cache has not yet said that it heard"),
)
_LIVE = CACHE_LEASE.c.until > func.clock_timestamp()
_OTHERS = _LIVE & (CACHE_LEASE.c.holder != func.all(bindparam("beside", type_=IDS)))
OTHERS = select(select(CACHE_LEASE.c.holder).where(_OTHERS).exists())
ASK = update(CACHE_LEASE).where(_OTHERS).values(asked=bindparam("batch", type_=Uuid()))
TELL = select(func.pg_notify(CHANNEL, bindparam("told", type_=Text)))
UNANSWERED = select(
    select(CACHE_LEASE.c.holder)
    .where(_LIVE, CACHE_LEASE.c.asked == bindparam("batch", type_=Uuid()))
    .exists()
)
# what is asked means nothing any more once the writer is gone, so it need not outlive a crash
QUICKLY = text("SET LOCAL synchronous_commit = off")


@dataclass(frozen=True)
class Beside:
    """A cache in the process of a writer: the holder of its lease, and how it hears."""

    holder: UUID
    hear: Callable[[Differences], None]


_beside: WeakKeyDictionary[Engine, list[Beside]] = WeakKeyDictionary()


def stand_beside(engine: AsyncEngine, cache: Beside) -> None:
    """The cache hears at once of every writer that uses ``engine``."""
    _beside.setdefault(engine.sync_engine, []).append(cache)


def step_aside(engine: AsyncEngine, cache: Beside) -> None:
    caches = _beside.get(engine.sync_engine, [])
    if cache in caches:
        caches.remove(cache)


async def announce(connection: AsyncConnection, differences: Differences) -> None:
    """Returns when no cache serves what will differ. ``connection`` holds the writers' lock."""
    if not differences:
        return
    beside = tuple(_beside.get(connection.engine.sync_engine, ()))
    for cache in beside:
        cache.hear(differences)
    holders = [cache.holder for cache in beside]
    if (await connection.execute(OTHERS, {"beside": holders})).scalar_one():
        await _tell_others(connection.engine, holders, differences)


async def _tell_others(engine: AsyncEngine, beside: Sequence[UUID], differences: Differences) -> None:
    """At most as long as a lease: none is renewed before its holder has answered."""
    batch = uuid4()
    told = {"batch": batch, "beside": beside, "differences": orjson.Fragment(differences.written(BYTES_MAX))}
    async with engine.begin() as asking:
        await asking.execute(QUICKLY)
        await asking.execute(ASK, {"beside": beside, "batch": batch})
        await asking.execute(TELL, {"told": orjson.dumps(told).decode()})
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    async with alone.connect() as looking:
        for pause in chain(PAUSES_SECONDS, repeat(PAUSE_SECONDS_MAX)):
            if not (await looking.execute(UNANSWERED, {"batch": batch})).scalar_one():
                return
            await asyncio.sleep(pause)
