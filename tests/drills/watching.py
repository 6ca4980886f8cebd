"""How bad it became and how long it took to be over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from tests.drills.accounting import at_rest, behind
from tests.drills.ground import Ground

EVERY_SECONDS = 0.5


@dataclass
class Worst:
    """``behind``: registrations that the gateway did not show yet, at the worst moment seen."""

    behind: int = 0

    def words(self) -> str:
        return f"behind at worst {self.behind}"


@asynccontextmanager
async def watching(ground: Ground, fair: UUID) -> AsyncIterator[Worst]:
    worst = Worst()
    task = asyncio.create_task(_watch(ground, fair, worst))
    try:
        yield worst
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch(ground: Ground, fair: UUID, worst: Worst) -> None:
    while True:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # PostgreSQL may be away
            worst.behind = max(worst.behind, await behind(ground, fair))
        await asyncio.sleep(EVERY_SECONDS)


async def seconds_to_rest(ground: Ground, fair: UUID, seconds_max: float = 120) -> float:
    """From now until everything has gone out and is shown."""
    began = time.monotonic()
    await ground.until("everything to be shown", lambda: at_rest(ground, fair), seconds_max)
    return time.monotonic() - began
