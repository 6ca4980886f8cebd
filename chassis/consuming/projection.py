"""A projection keeps a copy of others' state: whole batches, version-guarded, without an inbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.consuming.handler import ActedOn
from chassis.consuming.record import Record
from chassis.work import UnitOfWork
from contracts.cloudevents import Received
from contracts.topics import Topic

Merge = Callable[[AsyncConnection, Sequence[Received]], Awaitable[object]]
"""Whatever is true in its answer wakes those in this process who wait for a commit."""


@dataclass(frozen=True)
class Projection:
    """A group whose ``merge`` upserts a batch ``WHERE version < :version`` and forgets on a tombstone.

    Stale and repeated events change nothing, so the same batch may come again and in any order of topics.
    """

    group: str
    topics: tuple[Topic, ...]
    merge: Merge

    def wants(self, event_type: str) -> bool:
        return True

    def together(self, polled: Sequence[list[Record]]) -> Sequence[list[Record]]:
        """Everything polled in one transaction: one upsert a table, whatever the number of partitions."""
        return [list(chain.from_iterable(polled))]

    async def apply(self, work: UnitOfWork, batch: Sequence[Received], now: datetime) -> ActedOn:
        """Keeping a copy is no decision: nothing is acted on."""
        work.wakes = bool(await self.merge(work.connection, batch))
        return {}


def newest_by_key(batch: Sequence[Received]) -> list[Received]:
    """One event a key, that of the highest sequence: an upsert statement may touch a row only once."""
    newest: dict[object, Received] = {}
    for received in batch:
        known = newest.get(received.key)
        if known is None or known.sequence <= received.sequence:
            newest[received.key] = received
    return list(newest.values())
