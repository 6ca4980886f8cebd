"""Two relays of one service by mistake: one sends, the other stands by and takes over when that is gone."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.drills.accounting import account, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import Ground, beside
from tests.drills.load import Clients, Crowd, crowding
from tests.drills.watching import seconds_to_rest

pytestmark = [pytest.mark.drill, pytest.mark.timeout(300)]

LEADERS = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND application_name = 'relay' AND datname = current_database()
"""
RELAYS = "SELECT pid FROM pg_stat_activity WHERE application_name = 'relay' AND datname = current_database()"
LOADED_SECONDS = 1.5


async def test_a_second_relay_sends_nothing_twice_and_takes_over(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    clients = Clients(ground, session)
    crowd = Crowd(await clients.announce_fair())
    async with beside(ground, "events", "relay") as second:
        async with crowding(clients, crowd, writes_a_second=40):
            await asyncio.sleep(LOADED_SECONDS)
            assert len(await ground.rows("events", RELAYS)) == 2
            assert await leaders(ground) == 1
        await seconds_to_rest(ground, crowd.fair)
        together = await account(ground, crowd)
        async with crowding(clients, crowd, writes_a_second=40):
            await drop_leader(ground)
            await asyncio.sleep(LOADED_SECONDS)
            await ground.perform("two-relays", PID=str(second.process.pid))
            await asyncio.sleep(LOADED_SECONDS)
    seconds = await seconds_to_rest(ground, crowd.fair)
    found = await account(ground, crowd)
    figures.add(f"{len(crowd.registered)} registered", crowd.longest_wait)
    figures.add(f"repeated by two {together.repeated}", f"recovered in {seconds:.1f} s", found.words())
    assert (crowd.refused, found.clean, together.repeated) == ([], True, 0), (crowd.errors, found)
    assert len(await ground.rows("events", RELAYS)) == await leaders(ground) == 1
    await require_places_kept(ground, crowd.fair)


async def leaders(ground: Ground) -> int:
    (found,) = await ground.rows("events", LEADERS)
    return int(found[0])


async def drop_leader(ground: Ground) -> None:
    """The session that holds the lock ends, as with its machine."""
    await ground.rows("events", LEADERS.replace("count(*)", "pg_terminate_backend(pid)"))
