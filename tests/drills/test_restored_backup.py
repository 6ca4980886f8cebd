"""A database goes back to an earlier point: its service waits until it knows what was said since."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import aiohttp
import pytest

from chassis.clock import utc_now
from chassis.ids import new_id
from deploy.local.postgres import binaries
from tests.drills.accounting import account, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import CommandFailed, Ground
from tests.drills.load import Clients, Crowd
from tests.drills.mobility import Going, acted_on, invited, orientation, say
from tests.drills.watching import seconds_to_rest

pytestmark = [pytest.mark.drill, pytest.mark.timeout(400)]

BEFORE, SINCE, AFTERWARDS, CAPACITY, GOERS = 30, 20, 10, 35, 20
GOING = "SELECT person_id FROM goer WHERE call_id = $1"
COUNT = "SELECT count(*) FROM registration WHERE event_id = $1"


async def test_a_restored_service_lifts_what_its_topics_know(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures, tmp_path: Path
) -> None:
    clients, going = Clients(ground, session), Going.of(GOERS)
    crowd = Crowd(await clients.announce_fair(CAPACITY))
    await come(clients, crowd, BEFORE)
    await seconds_to_rest(ground, crowd.fair)
    told = {
        "DATABASE_URL": ground.site.endpoints()["databases"]["events"],
        "BACKUP": str(tmp_path / "events.dump"),
        "SINCE": utc_now().isoformat(),
        "PATH": f"{binaries()}:{os.environ['PATH']}",
    }
    await ground.perform("restored-backup", "Backup", **told)
    await come(clients, crowd, SINCE)
    await say(ground, [going.call, *going.goers])
    event_id = await orientation(ground, going)
    await ground.until("all to be invited", lambda: all_invited(ground, going))
    await seconds_to_rest(ground, crowd.fair)
    await ground.stop("events")
    await ground.perform("restored-backup", "Restore", **told)
    assert (await ground.rows("events", COUNT, crowd.fair))[0][0] == BEFORE
    with pytest.raises(CommandFailed, match="BehindItsTopics"):
        await ground.shell("make up")
    printed = await ground.perform("restored-backup", **told)
    await come(clients, crowd, AFTERWARDS)
    await ground.until("who goes to be read again", lambda: goers_known(ground, going))
    seconds = await seconds_to_rest(ground, crowd.fair)
    found = await account(ground, crowd)
    figures.add(f"{SINCE} registrations and {GOERS} invitations after the backup", printed.splitlines()[0])
    figures.add(f"recovered in {seconds:.1f} s", found.words())
    assert (crowd.refused, found.clean) == ([], True), found
    assert await same_invitations(ground, event_id, sorted(going.people))
    await require_places_kept(ground, crowd.fair)
    await ground.perform("restored-backup", "Over")


async def come(clients: Clients, crowd: Crowd, count: int) -> None:
    await asyncio.gather(*(clients.register(crowd, new_id()) for _ in range(count)))


async def all_invited(ground: Ground, going: Going) -> bool:
    return await acted_on(ground, going.goers) == len(going.goers) == len(await invited(ground, going))


async def goers_known(ground: Ground, going: Going) -> bool:
    """What is private of events comes from the inputs: they are read again from before the backup."""
    rows = await ground.rows("events", GOING, going.call.event.key)
    return {row["person_id"] for row in rows} == going.people


async def same_invitations(ground: Ground, event_id: UUID, people: Sequence[UUID]) -> bool:
    """The orientation of before, each invited once, in both databases."""
    query = "SELECT person_id FROM {} WHERE event_id = $1 ORDER BY person_id"
    kept = await ground.rows("events", query.format("registration"), event_id)
    shown = await ground.rows("gateway", query.format("registration_view"), event_id)
    return [row[0] for row in kept] == [row[0] for row in shown] == list(people)
