"""PostgreSQL restarts under load: who was in the middle repeats, nobody twice, no process needs a restart."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.drills.accounting import account, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import Ground
from tests.drills.load import Clients, Crowd, crowding
from tests.drills.watching import seconds_to_rest, watching

pytestmark = [pytest.mark.drill, pytest.mark.timeout(300)]

AWAY_SECONDS = 3
LOADED_SECONDS = 4
RESTARTS = 3


async def test_a_restart_of_postgresql_is_lived_through(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    clients = Clients(ground, session)
    crowd = Crowd(await clients.announce_fair())
    processes = [ground.process(name) for name in ("events", "gateway")]
    async with watching(ground, crowd.fair) as worst:
        async with crowding(clients, crowd):
            for _ in range(RESTARTS):
                await asyncio.sleep(LOADED_SECONDS)
                await ground.restart_postgres()
                await asyncio.sleep(AWAY_SECONDS)
                await ground.perform("postgres-restarted")
            await asyncio.sleep(LOADED_SECONDS)
        seconds = await seconds_to_rest(ground, crowd.fair)
    found = await account(ground, crowd)
    figures.add(f"{len(crowd.registered)} registered", crowd.longest_wait, worst.words())
    figures.add(f"recovered in {seconds:.1f} s", found.words())
    assert (crowd.refused, found.clean) == ([], True), (crowd.errors, found)
    assert crowd.errors.keys() & {"database-unavailable", "service-unavailable", "busy"}, crowd.errors
    assert [ground.process(name) for name in ("events", "gateway")] == processes
    await require_places_kept(ground, crowd.fair)
    assert "events.orientations" in await ground.perform("postgres-restarted", "Over")
