"""Machines disagree about the time: order and versions are PostgreSQL's, tokens say whose clock is wrong."""

from __future__ import annotations

import asyncio
from collections import Counter
from uuid import UUID

import aiohttp
import pytest

from chassis.ids import new_id
from tests.drills.accounting import account, require_places_kept
from tests.drills.figures import Figures
from tests.drills.ground import Beside, Ground, beside
from tests.drills.load import Clients, Crowd
from tests.drills.watching import seconds_to_rest

pytestmark = [pytest.mark.drill, pytest.mark.timeout(300)]

MODULE = "tests.drills.skewed"
A_LITTLE, MUCH = "4", "7200"
EACH, CAPACITY = 40, 25


async def test_a_wrong_clock_changes_no_order_and_is_said(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    clients = Clients(ground, session)
    crowd = Crowd(await clients.announce_fair(CAPACITY))
    outcomes: Counter[int] = Counter()
    async with (
        beside(ground, "events", "api", module=MODULE, SKEW_SECONDS=A_LITTLE) as fast,
        beside(ground, "events", "api", module=MODULE, SKEW_SECONDS=f"-{A_LITTLE}") as slow,
        beside(ground, "events", "api", module=MODULE, SKEW_SECONDS=f"-{MUCH}") as wrong,
    ):
        await asyncio.gather(
            *(register(clients, session, at, crowd, outcomes) for at in (fast, slow) for _ in range(EACH))
        )
        refused = await attempt(clients, session, wrong, crowd.fair, new_id())
        printed = await ground.perform("clock-skew", URL=wrong.url)
        told = await ground.shell('curl -s "$URL/status"', URL=fast.url)
    seconds = await seconds_to_rest(ground, crowd.fair)
    found = await account(ground, crowd)
    figures.add(f"{len(crowd.registered)} registered by clocks ±{A_LITTLE} s", f"two hours: {refused}")
    figures.add(f"recovered in {seconds:.1f} s", found.words())
    assert outcomes == {201: 2 * EACH}
    assert found.clean, found
    assert refused == 401
    assert '"clock_ahead_seconds":-7' in printed.replace(" ", "")
    assert '"clock_ahead_seconds":' in told
    await require_places_kept(ground, crowd.fair)


async def register(
    clients: Clients, session: aiohttp.ClientSession, at: Beside, crowd: Crowd, outcomes: Counter[int]
) -> None:
    person = new_id()
    status = await attempt(clients, session, at, crowd.fair, person)
    outcomes[status] += 1
    if status == 201:
        crowd.registered.add(person)


async def attempt(
    clients: Clients, session: aiohttp.ClientSession, at: Beside, fair: UUID, person: UUID
) -> int:
    headers = {"Authorization": f"Bearer {clients.student(person)}", "Idempotency-Key": str(new_id())}
    url, body = f"{at.url}/v1/events/{fair}/registrations", {"person_id": str(person)}
    async with session.post(url, json=body, headers=headers) as answer:
        return answer.status
