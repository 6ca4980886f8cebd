"""The consumers' side of a story: what each database, and each group's position, says of an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import asyncpg
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from contracts.readers import readers_of
from deploy.operator.story.records import Published

INBOX = "SELECT consumer_group, event_id, received_at FROM inbox WHERE event_id = ANY($1)"
PARKED = """
SELECT consumer_group, topic, partition, "offset", error, parked_at FROM parked_record WHERE key = ANY($1)
"""


@dataclass
class Consumed:
    """Taken in: by (group, event id). Set aside, with why: by (group, place). Positions: the next offset."""

    taken: dict[tuple[str, str], datetime] = field(default_factory=dict)
    parked: dict[tuple[str, str], tuple[datetime, str]] = field(default_factory=dict)
    positions: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def has_passed(self, group: str, event: Published) -> bool:
        return self.positions.get((group, event.topic, event.partition), 0) > event.offset


async def consumed(bootstrap: str, databases: dict[str, str], events: Sequence[Published]) -> Consumed:
    """What every group that reads these events' topics did with them."""
    found = Consumed()
    groups = sorted({group for event in events for group in readers_of(event.topic)})
    for database in sorted({group.split(".")[0] for group in groups}):
        await _ask(databases[database], events, found)
    await _positions(bootstrap, groups, found)
    return found


async def _ask(dsn: str, events: Sequence[Published], found: Consumed) -> None:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        if await connection.fetchval("SELECT to_regclass('inbox') IS NOT NULL"):
            for group, event_id, at in await connection.fetch(INBOX, sorted({e.id for e in events})):
                found.taken[group, event_id] = at
        for row in await connection.fetch(PARKED, sorted({e.key for e in events})):
            place = f"{row['topic']}/{row['partition']}@{row['offset']}"
            found.parked[row["consumer_group"], place] = (row["parked_at"], _code(row["error"]))
    finally:
        await connection.close()


def _code(error: str) -> str:
    """What stands before the colon: a refusal's code or an error's type. The rest may repeat a value."""
    return error.partition(":")[0][:60]


async def _positions(bootstrap: str, groups: Sequence[str], found: Consumed) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        for group in groups:
            committed = await admin.list_consumer_group_offsets(group)
            for at, position in committed.items():
                assert isinstance(at, TopicPartition)
                found.positions[group, at.topic, at.partition] = position.offset
    finally:
        await admin.close()
