"""Read-your-writes: wait, bounded, until the views have an aggregate at a version."""

from __future__ import annotations

import asyncio
from itertools import chain, repeat
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from gateway.views.catalogue import mirror_of

PAUSES_SECONDS = (0.002, 0.004, 0.008, 0.016)
PAUSE_SECONDS_MAX = 0.03


async def arrived(
    engine: AsyncEngine, type_name: str, identifier: UUID, version: int, seconds_max: float
) -> bool:
    """Whether the views had the version in time. Mirror and wide rows are written in one transaction.

    Polled: the consumer may run in another process. Most events arrive within the first few looks.
    """
    until = asyncio.get_running_loop().time() + seconds_max
    for pause in chain(PAUSES_SECONDS, repeat(PAUSE_SECONDS_MAX)):
        found = await version_of(engine, type_name, identifier)
        if found is not None and found >= version:
            return True
        if asyncio.get_running_loop().time() >= until:
            return False
        await asyncio.sleep(pause)
    raise AssertionError("the pauses do not end")


async def version_of(engine: AsyncEngine, type_name: str, identifier: UUID) -> int | None:
    mirror = mirror_of(type_name).table
    present = select(mirror.c.version).where(mirror.c.id == identifier)
    async with engine.connect() as reading:
        return (await reading.execute(present)).scalar_one_or_none()
