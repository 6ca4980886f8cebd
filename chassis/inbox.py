"""Which events a group has already acted on: written in the transaction of the effect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, DateTime, MetaData, Table, Text, delete, exists, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.database import new_metadata


def inbox_table(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        Column("consumer_group", Text, primary_key=True),
        Column("event_id", Text, primary_key=True),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )


INBOX = inbox_table(new_metadata())

CLAIM = text("""
    INSERT INTO inbox (consumer_group, event_id) SELECT :consumer_group, unnest(CAST(:event_ids AS text[]))
    ON CONFLICT DO NOTHING RETURNING event_id
""")


async def claim(connection: AsyncConnection, group: str, event_ids: Sequence[str]) -> set[str]:
    """The ids that nobody of ``group`` acted on before; they are its own from this commit on.

    A second consumer with the same event waits here for the first one's commit, then gets nothing.
    """
    claimed = {"consumer_group": group, "event_ids": sorted(set(event_ids))}
    return set((await connection.execute(CLAIM, claimed)).scalars())


async def knows(connection: AsyncConnection, group: str) -> bool:
    """Whether ``group`` acted on anything that is not yet forgotten."""
    return bool((await connection.execute(select(exists().where(INBOX.c.consumer_group == group)))).scalar())


async def forget_before(connection: AsyncConnection, instant: datetime) -> int:
    """Delete rows older than any redelivery can be; the number deleted."""
    return (await connection.execute(delete(INBOX).where(INBOX.c.received_at < instant))).rowcount
