"""A release that fails at every message parks a few keys, ends loudly, and leaves the rest unread."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.drills.figures import Figures
from tests.drills.ground import Ground, beside
from tests.drills.mobility import GROUP, Going, acted_on, invited, orientation, say

pytestmark = [pytest.mark.drill, pytest.mark.timeout(300)]

GOERS = 400
PARKED_MAX, PARTITIONS = 50, 6
PARKED = "SELECT count(*) FROM parked_key WHERE consumer_group = $1"
SPEAKS_SECONDS_MAX = 60


async def test_a_bad_release_stops_loudly_and_a_rollback_goes_on(ground: Ground, figures: Figures) -> None:
    going = Going.of(GOERS)
    await say(ground, [going.call])
    await orientation(ground, going)
    await ground.stop("events")
    async with beside(ground, "events", "consumer", module="tests.drills.bad_release") as bad:
        await say(ground, going.goers)
        async with asyncio.timeout(SPEAKS_SECONDS_MAX):
            code = await bad.process.wait()
    parked = await count_parked(ground)
    assert code != 0
    assert PARKED_MAX <= parked <= PARKED_MAX + PARTITIONS
    assert await acted_on(ground, going.goers) == 0
    rolled_back = time.monotonic()
    await ground.perform("bad-deploy", GROUP=GROUP)
    await ground.until("everybody to be invited", lambda: all_invited(ground, going))
    seconds = time.monotonic() - rolled_back
    found = await invited(ground, going)
    figures.add(f"{GOERS} records", f"parked {parked}", f"behind at worst {GOERS}")
    figures.add(f"recovered in {seconds:.1f} s", f"lost {len(going.people - set(found))}")
    figures.add(f"duplicated {len(found) - len(set(found))}")
    assert sorted(found) == sorted(going.people)
    assert await count_parked(ground) == 0


async def all_invited(ground: Ground, going: Going) -> bool:
    return going.people <= set(await invited(ground, going))


async def count_parked(ground: Ground) -> int:
    (row,) = await ground.rows("events", PARKED, GROUP)
    return int(row[0])
