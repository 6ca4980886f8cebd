"""Whether anything is still on its way, in any deployment: by its Kafka and its databases."""

from __future__ import annotations

from collections.abc import Mapping

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient

from contracts.readers import GROUPS
from contracts.topics import PAYMENT_ORDER, TOPICS, Topic
from tests.journey.topics import Positions, ends_of

READERS: dict[str, tuple[Topic, ...]] = {**GROUPS, "finance-office": (PAYMENT_ORDER,)}
UNTOLD = """
SELECT EXISTS (SELECT FROM interest WHERE untold) OR EXISTS (SELECT FROM opportunity WHERE untold)
"""


async def at_rest(bootstrap: str, databases: Mapping[str, str]) -> bool:
    """Every group is at the ends, nobody is still to be told, every outbox is empty; ``databases``: by name.

    In this order: what was read has its effects in the databases, then these have gone out.
    """
    ends = await ends_of(bootstrap, TOPICS)
    caught_up = await _committed_up_to(bootstrap, ends)
    told = not await _untold(databases["events"])
    waiting = [await _outbox_depth(dsn) for dsn in databases.values()]
    return caught_up and told and not any(waiting) and ends == await ends_of(bootstrap, TOPICS)


async def _untold(dsn: str) -> bool:
    """Whether the timetable will still tell people what is open: a round later it notes that it has."""
    connection = await asyncpg.connect(dsn)
    try:
        return bool(await connection.fetchval(UNTOLD))
    finally:
        await connection.close()


async def _committed_up_to(bootstrap: str, ends: Positions) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        for group, read in READERS.items():
            committed = await admin.list_consumer_group_offsets(group)
            positions = {at: found.offset for at, found in committed.items()}
            names = {topic.name for topic in read}
            if any(positions.get(at, 0) < end for at, end in ends.items() if at.topic in names):
                return False
        return True
    finally:
        await admin.close()


async def _outbox_depth(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM outbox"))
    finally:
        await connection.close()
