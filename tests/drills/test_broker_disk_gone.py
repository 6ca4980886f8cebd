"""Kafka comes back with an empty disk: what services know is said again, views and people miss nothing."""

from __future__ import annotations

import asyncio
import shutil
import time

import aiohttp
import pytest

from contracts.topics import REGISTRATION
from tests.drills.accounting import SHOWN, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import Ground
from tests.drills.load import Clients, Crowd, crowding
from tests.drills.watching import seconds_to_rest, watching
from tests.journey.topics import records_of

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]

LOADED_SECONDS = 4
KEPT = "SELECT id, version FROM registration"


async def test_a_broker_without_its_disk_is_filled_again(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    clients = Clients(ground, session)
    crowd = Crowd(await clients.announce_fair())
    async with watching(ground, crowd.fair) as worst:
        async with crowding(clients, crowd):
            await asyncio.sleep(LOADED_SECONDS)
            await ground.kill_broker()
            shutil.rmtree(ground.site.layout.kafka / "data")
            began = time.monotonic()
            await ground.perform("broker-disk-gone")
            await asyncio.sleep(LOADED_SECONDS)
        await seconds_to_rest(ground, crowd.fair)
    seconds = time.monotonic() - began
    await ground.until("every registration to stand on the topic", lambda: all_said(ground))
    figures.add(f"{len(crowd.registered)} registered", crowd.longest_wait, worst.words())
    shown = [row["person_id"] for row in await ground.rows("gateway", SHOWN, crowd.fair)]
    figures.add(f"recovered in {seconds:.1f} s", f"lost {len(crowd.registered - set(shown))}")
    figures.add(f"duplicated {len(shown) - len(set(shown))}")
    assert crowd.refused == [], crowd.errors
    assert sorted(shown) == sorted(crowd.registered)
    await require_places_kept(ground, crowd.fair)
    await ground.perform("broker-disk-gone", "Over")


async def all_said(ground: Ground) -> bool:
    """The newest version on the new topic is that of the table, for every registration there ever was."""
    kept = {str(row["id"]): row["version"] for row in await ground.rows("events", KEPT)}
    said: dict[str, int] = {}
    for record in await records_of(ground.bootstrap, (REGISTRATION,)):
        said[record.key.decode()] = int(dict(record.headers)["ce_sequence"])
    return said == kept
