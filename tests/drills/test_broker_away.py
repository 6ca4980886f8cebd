"""The broker is gone for a minute while students register: nobody is refused, nothing is lost."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.drills.accounting import account, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import Ground
from tests.drills.load import Clients, Crowd, crowding
from tests.drills.watching import seconds_to_rest, watching

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]

AWAY_SECONDS = 60
WARM_SECONDS = 3
LINES_MAX = 10
"""A line for each kind of error: in a minute there are dozens of attempts."""
BEGAN = ("consumer.lag_unknown", "consumer.restarting")
OVER = ("consumer.lag_known", "consumer.reading_again")


async def test_a_minute_without_a_broker_costs_nobody_a_registration(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    clients = Clients(ground, session)
    crowd = Crowd(await clients.announce_fair())
    async with watching(ground, crowd.fair) as worst:
        async with crowding(clients, crowd):
            await asyncio.sleep(WARM_SECONDS)
            await ground.kill_broker()
            await asyncio.sleep(AWAY_SECONDS)
            waiting = (await ground.status("events"))["outbox"]["depth"]
            await ground.perform("broker-away")
            recovered = asyncio.create_task(seconds_to_rest(ground, crowd.fair))
        seconds = await recovered
    found = await account(ground, crowd)
    figures.add(f"{len(crowd.registered)} registered", crowd.longest_wait, crowd.longest_look, worst.words())
    figures.add(f"recovered in {seconds:.1f} s", found.words())
    assert (crowd.refused, found.clean) == ([], True), (crowd.errors, found)
    assert waiting > 0
    require_told_and_not_at_every_attempt(ground.log("gateway"))
    await require_places_kept(ground, crowd.fair)
    assert "events.orientations" in await ground.perform("broker-away", "Over")


def require_told_and_not_at_every_attempt(log: str) -> None:
    """Whichever notices first: who reads records, or who asks for the ends."""
    assert 1 <= sum(log.count(f'"{name}"') for name in BEGAN) <= LINES_MAX
    assert any(f'"{name}"' in log for name in OVER)
