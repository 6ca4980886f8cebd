"""The views are built anew while students register and readers look: nobody waits for the building."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from tests.drills.accounting import account, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import Ground
from tests.drills.load import Clients, Crowd, crowding
from tests.drills.mobility import Going, acted_on, say
from tests.drills.watching import seconds_to_rest, watching

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]

HISTORY = 2_000
LOADED_SECONDS = 2
BREAK = "UPDATE event_view SET venue = 'nowhere' WHERE id <> $1"
BROKEN = "SELECT count(*) FROM event_view WHERE venue = 'nowhere'"


async def test_a_rebuild_mends_the_views_while_they_serve(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    clients, going = Clients(ground, session), Going.of(HISTORY)
    await clients.announce_fair()
    crowd = Crowd(await clients.announce_fair())
    await say(ground, [going.call, *going.goers])

    async def taken_in() -> bool:
        return await acted_on(ground, going.goers) == HISTORY

    await ground.until("the history to be taken in", taken_in, seconds=200)
    await ground.rows("gateway", BREAK, crowd.fair)
    async with watching(ground, crowd.fair) as worst, crowding(clients, crowd, writes_a_second=8):
        await asyncio.sleep(LOADED_SECONDS)
        began = time.monotonic()
        printed = await ground.perform("views-rebuilt")
        seconds = time.monotonic() - began
    rest = await seconds_to_rest(ground, crowd.fair)
    found = await account(ground, crowd)
    figures.add(printed.strip().splitlines()[-1], f"built in {seconds:.1f} s", crowd.longest_wait)
    figures.add(crowd.longest_look, worst.words(), f"recovered in {rest:.1f} s", found.words())
    assert (crowd.refused, found.clean) == ([], True), (crowd.errors, found)
    assert not [error for error in crowd.errors if error.startswith("reading")], crowd.errors
    assert (await ground.rows("gateway", BROKEN))[0][0] == 0
    await require_places_kept(ground, crowd.fair)
    await ground.perform("views-rebuilt", "Over")
