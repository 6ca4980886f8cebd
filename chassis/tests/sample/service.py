"""The smallest service: counting up under a lock, noting what arrives, and keeping a view of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.consuming.projection import Projection, newest_by_key
from chassis.consuming.reactor import Reactor
from chassis.tests.sample.events import RUN, TOPIC, Counted, Counter, Recounted, counted
from chassis.work import UnitOfWork
from contracts.cloudevents import Received

LOCK = text("SELECT version FROM counter WHERE id = :id FOR UPDATE")
CREATE = text("INSERT INTO counter VALUES (:id, 0) ON CONFLICT DO NOTHING")
SAVE = text("UPDATE counter SET version = :version WHERE id = :id")
NEXT = text(
    "SELECT id, version FROM counter WHERE CAST(:after AS uuid) IS NULL OR id > :after"
    " ORDER BY id LIMIT :limit FOR UPDATE"
)
NOTE = text("INSERT INTO effect (key, sequence) VALUES (:key, :sequence)")
UPSERT = text(
    "INSERT INTO view (id, version) SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS int[]))"
    " ON CONFLICT (id) DO UPDATE SET version = excluded.version WHERE view.version < excluded.version"
)

POISON = "poison"


class Poisoned(Exception):
    """What a bad message does to its handler."""


async def count_up(work: UnitOfWork, key: UUID, label: str = "") -> int:
    """The use case: lock, decide, save, publish."""
    await work.connection.execute(CREATE, {"id": key})
    version = (await work.connection.execute(LOCK, {"id": key})).scalar_one() + 1
    await work.connection.execute(SAVE, {"id": key, "version": version})
    work.outbox.add(counted(key, version, label))
    return int(version)


async def say_again(work: UnitOfWork, after: UUID | None, limit: int) -> Sequence[Recounted]:
    """The snapshot of a service's ``republish``."""
    rows = await work.connection.execute(NEXT, {"after": after, "limit": limit})
    return [Recounted(state=Counter(id=row.id, version=row.version)) for row in rows]


async def note(event: Counted, work: UnitOfWork, now: datetime) -> None:
    if event.state.label == POISON:
        raise Poisoned(f"counter {event.sequence}")
    await work.connection.execute(NOTE, {"key": str(event.key), "sequence": event.sequence})


async def keep(connection: AsyncConnection, batch: Sequence[Received]) -> None:
    newest = newest_by_key(batch)
    rows = {"ids": [r.key for r in newest], "versions": [r.sequence for r in newest]}
    await connection.execute(UPSERT, rows)


noting: Reactor[UnitOfWork] = Reactor(f"test.noting.{RUN}", {Counted: note})
viewing = Projection(f"test.viewing.{RUN}", (TOPIC,), keep)
