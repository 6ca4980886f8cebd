"""After the faults: everything runs again, what is parked is tended, and nothing is on its way any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import aiohttp
import asyncpg

from deploy.local.health import is_ready
from deploy.local.programs import PROGRAMS
from tests.chaos.ground import Ground
from tests.chaos.supervisor import Supervisor
from tests.chaos.world import World
from tests.journey.system import System

HEALS_SECONDS_MAX = 90
ROUNDS_MAX = 6
PARKED = """
SELECT DISTINCT ON (consumer_group, topic, key) consumer_group, topic, key, partition, "offset"
FROM parked_record ORDER BY consumer_group, topic, key, partition, "offset"
"""

Position = tuple[str, int, int]


class NotHealed(Exception):
    """The system did not come to rest although nothing harms it any more: says what it waits for."""


async def heal(ground: Ground, supervisor: Supervisor, world: World) -> None:
    """Wait until all is ready, tend what is parked, drain. Raises: NotHealed."""
    for proxy in ground.proxies():
        proxy.turns_away, proxy.delay_seconds = False, 0.0
        proxy.flow()
    await _until_ready(ground, supervisor)
    system = System(ground.site, world.stage, ())
    for _ in range(ROUNDS_MAX):
        await _rest(system)
        if not await _tend(ground, system):
            return
    raise NotHealed("keys are parked again and again")


async def _until_ready(ground: Ground, supervisor: Supervisor) -> None:
    urls = [ground.site.url(program) for program in PROGRAMS if program.usual_port]
    deadline = time.monotonic() + HEALS_SECONDS_MAX
    while not (await supervisor.all_run() and await _all_ready(urls)):
        if time.monotonic() > deadline:
            raise NotHealed(
                f"not ready: {[url for url in urls if not await asyncio.to_thread(is_ready, url)]}"
            )
        await asyncio.sleep(0.3)


async def _all_ready(urls: Iterable[str]) -> bool:
    return all(await asyncio.gather(*(asyncio.to_thread(is_ready, url) for url in urls)))


async def _rest(system: System) -> None:
    """A program that still recovers may refuse for a moment: that is no end."""
    deadline = time.monotonic() + HEALS_SECONDS_MAX
    while True:
        try:
            return await system.settle()
        except (aiohttp.ClientError, asyncpg.PostgresError, OSError) as error:
            if time.monotonic() > deadline:
                raise NotHealed(f"not at rest: {error!r}") from error
        await asyncio.sleep(0.5)


async def _tend(ground: Ground, system: System) -> int:
    """What an operator does: the unreadable record is discarded, what waited behind it is replayed."""
    poisoned = set(_poisoned(ground))
    found = 0
    for name in system.databases:
        for group, topic, key, partition, offset in await system.rows(name, PARKED):
            found += 1
            if (topic, partition, offset) in poisoned:
                await system.command(name, "parked", "discard", "--first", "--group", group, "--key", key)
                ground.log.write("discarded", group=group, topic=topic, key=key, offset=offset)
            else:
                await system.command(name, "parked", "replay", "--group", group, "--key", key)
                ground.log.write("replayed", group=group, topic=topic, key=key)
    return found


def _poisoned(ground: Ground) -> Iterable[Position]:
    for line in ground.log.lines:
        if line["what"] == "harmed" and line["fault"]["kind"] == "poison":
            facts = line["facts"]
            yield facts["topic"], facts["partition"], facts["offset"]
