"""After the faults: everything runs again, what is parked is tended, and nothing is on its way any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import asyncpg
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from contracts.topics import TOPICS
from deploy.local.health import is_ready
from deploy.local.journey.clients import JourneyStopped
from deploy.local.programs import PROGRAMS
from tests.chaos.ground import Ground
from tests.chaos.schedule import Kind
from tests.chaos.supervisor import Supervisor
from tests.chaos.world import World
from tests.journey.system import System
from tests.journey.topics import Positions, ends_of

HEALS_SECONDS_MAX = 240
ROUNDS_MAX = 6
STEPS_MAX = 200
PARKED = """
SELECT consumer_group AS group, topic, key, partition, array_agg("offset" ORDER BY "offset") AS offsets
FROM parked_record GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
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
    """Every process runs and says that it is ready, and the broker answers: long, on a busy machine."""
    urls = [ground.site.url(program) for program in PROGRAMS if program.usual_port]
    deadline = time.monotonic() + HEALS_SECONDS_MAX
    while not (await supervisor.all_run() and await _all_ready(urls) and await _kafka_answers(ground)):
        if time.monotonic() > deadline:
            raise NotHealed(
                f"not ready: {[url for url in urls if not await asyncio.to_thread(is_ready, url)]}"
            )
        await asyncio.sleep(0.5)


async def _all_ready(urls: Iterable[str]) -> bool:
    return all(await asyncio.gather(*(asyncio.to_thread(is_ready, url) for url in urls)))


async def _kafka_answers(ground: Ground) -> bool:
    try:
        await ends_of(ground.bootstrap, TOPICS)
    except (KafkaError, OSError):
        return False
    return True


async def _rest(system: System) -> None:
    """A store that still recovers may refuse for a moment: that is no end."""
    deadline = time.monotonic() + HEALS_SECONDS_MAX
    while True:
        try:
            return await system.settle()
        except (JourneyStopped, KafkaError, asyncpg.PostgresError, OSError) as error:
            if time.monotonic() > deadline:
                raise NotHealed(f"not at rest: {error}") from error


async def _tend(ground: Ground, system: System) -> int:
    """What an operator does, until nothing is parked; how many steps that took. Raises: NotHealed."""
    ends, steps = await ends_of(ground.bootstrap, TOPICS), 0
    for name in system.databases:
        while parked := await system.rows(name, PARKED):
            for row in parked:
                await _tend_key(ground, system, name, dict(row), ends)
                steps += 1
            if steps > STEPS_MAX:
                raise NotHealed(f"{name} parks again and again: {parked}")
    return steps


async def _tend_key(
    ground: Ground, system: System, name: str, parked: dict[str, Any], ends: Positions
) -> None:
    """The unreadable record is discarded; what waits behind it is replayed up to the next unreadable one.

    What waited is written down, with the topic's end when nothing was on its way: the checker cannot see it
    afterwards.
    """
    first = _first(parked)
    unreadable = first in _poisoned(ground)
    what, command = ("discarded", ["discard", "--first"]) if unreadable else ("replayed", ["replay"])
    ground.log.write(what, **parked, end=ends[TopicPartition(*first[:2])])
    with suppress(AssertionError):  # a replay says so when it came to another unreadable one
        await system.command(name, "parked", *command, "--group", parked["group"], "--key", parked["key"])
    waiting = [dict(row) for row in await system.rows(name, PARKED)]
    if any(one["group"] == parked["group"] and _first(one) == first for one in waiting):
        raise NotHealed(f"{parked['group']} has still {first} of {parked['key']}, {what} in vain")


def _first(parked: dict[str, Any]) -> Position:
    return parked["topic"], parked["partition"], parked["offsets"][0]


def _poisoned(ground: Ground) -> set[Position]:
    facts = [
        line["facts"]
        for line in ground.log.lines
        if line["what"] == "harmed" and line["fault"]["kind"] == Kind.POISON
    ]
    return {(one["topic"], one["partition"], one["offset"]) for one in facts}
