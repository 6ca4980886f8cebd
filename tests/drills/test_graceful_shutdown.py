"""A process is stopped under load: no request breaks, no record is half handled.

Two processes serve behind what stands for a balancer: it asks both for readiness, as often as one would, and
goes to the other one when a connection is refused, for then nothing was sent.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import aiohttp

from chassis.identity.caller import Role
from chassis.ids import new_id
from tests.drills.figures import Figures
from tests.drills.ground import Beside, Ground, beside
from tests.drills.load import Clients
from tests.drills.mobility import Going, acted_on, invited, orientation, say

CLIENTS = 24
LOADED_SECONDS = 1.0
LOOKS_EVERY_SECONDS = 0.1
UNREADY_SECONDS = "1"
GOERS = 600


@dataclass
class Balancer:
    """Sends each request to one of those that were ready when last asked."""

    behind: list[Beside]
    ready: list[Beside] = field(default_factory=list)

    async def look(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            answers = await asyncio.gather(*(each.ready() for each in self.behind))
            self.ready = [each for each, is_ready in zip(self.behind, answers, strict=True) if is_ready]
            await asyncio.sleep(LOOKS_EVERY_SECONDS)

    async def post(self, session: aiohttp.ClientSession, path: str, **request: object) -> int:
        """The status. Raises what breaks a request that was sent."""
        while True:
            chosen = random.choice(self.ready)
            try:
                async with session.post(chosen.url + path, **request) as answer:  # type: ignore[arg-type]
                    await answer.read()
                    return answer.status
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(LOOKS_EVERY_SECONDS)


async def test_no_request_breaks_when_a_process_is_stopped(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    fair = await Clients(ground, session).announce_fair(capacity=10_000)
    outcomes: Counter[str] = Counter()
    async with (
        beside(ground, "events", "api", KERVAN_HTTP_UNREADY_SECONDS=UNREADY_SECONDS) as first,
        beside(ground, "events", "api", KERVAN_HTTP_UNREADY_SECONDS=UNREADY_SECONDS) as second,
        pressing(ground, session, fair, Balancer([first, second]), outcomes),
    ):
        await asyncio.sleep(LOADED_SECONDS)
        stopping = time.monotonic()
        await ground.perform("graceful-shutdown", PID=str(first.process.pid))
        code = await asyncio.wait_for(first.process.wait(), 40)
        seconds = time.monotonic() - stopping
        await asyncio.sleep(LOADED_SECONDS)
    (kept,) = await ground.rows("events", "SELECT count(*) FROM registration WHERE event_id = $1", fair)
    failed = sum(outcomes.values()) - outcomes["201"]
    figures.add(f"{outcomes['201']} requests", f"failed {failed}", f"stopped in {seconds:.1f} s")
    assert code == 0
    assert outcomes.keys() == {"201"}, outcomes
    assert kept[0] == outcomes["201"]


@asynccontextmanager
async def pressing(
    ground: Ground, session: aiohttp.ClientSession, fair: UUID, balancer: Balancer, outcomes: Counter[str]
) -> AsyncIterator[None]:
    """Clients that register one person after the other, each on kept connections."""
    stop, issuer = asyncio.Event(), ground.site.issuer()
    looking = asyncio.create_task(balancer.look(stop))

    async def client() -> None:
        while not stop.is_set():
            person = new_id()
            headers = {
                "Authorization": f"Bearer {issuer.issue(Role.STUDENT, person_id=person)}",
                "Idempotency-Key": str(new_id()),
            }
            path, body = f"/v1/events/{fair}/registrations", {"person_id": str(person)}
            try:
                status = await balancer.post(session, path, json=body, headers=headers)
                outcomes[str(status)] += 1
            except aiohttp.ClientError as error:
                outcomes[type(error).__name__] += 1

    await ground.until("both to be seen ready", lambda: _both(balancer))
    clients = [asyncio.create_task(client()) for _ in range(CLIENTS)]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(looking, *clients)


async def _both(balancer: Balancer) -> bool:
    return len(balancer.ready) == len(balancer.behind)


async def test_no_record_is_half_handled_when_a_consumer_is_stopped(ground: Ground, figures: Figures) -> None:
    going = Going.of(GOERS)
    await say(ground, [going.call])
    await orientation(ground, going)
    async with beside(ground, "events", "consumer") as second:
        await say(ground, going.goers)

        async def in_the_middle() -> bool:
            return await acted_on(ground, going.goers) > 0

        await ground.until("the first to be handled", in_the_middle, every=0.01)
        handled = await acted_on(ground, going.goers)
        code = await second.stop()

    async def all_handled() -> bool:
        return await acted_on(ground, going.goers) == GOERS

    await ground.until("all to be handled", all_handled)
    found = await invited(ground, going)
    figures.add(f"{GOERS} records, stopped after {handled}", f"lost {len(going.people - set(found))}")
    figures.add(f"duplicated {len(found) - len(set(found))}")
    assert code == 0
    assert sorted(found) == sorted(going.people)
