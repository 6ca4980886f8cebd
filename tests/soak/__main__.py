"""``MINUTES=10 python -m tests.soak``: prints first and last third of each figure; exit 1 when one grew."""

from __future__ import annotations

import asyncio
import os
import sys
import time

import aiohttp

from deploy.local import run
from deploy.local.layout import Layout
from deploy.local.throwaway import folder
from tests.drills.ground import Ground, opened
from tests.drills.load import Clients, Crowd, crowding
from tests.drills.mobility import Going, say
from tests.journey.system import QUIET
from tests.soak.growth import Sample, sample, thirds

MINUTES = float(os.environ.get("MINUTES") or 10)
WARM_SECONDS, EVERY_SECONDS = 60.0, 5.0
GOERS_EVERY_SAMPLE = 40
SAMPLES_KEPT = 6
FORGETS_EVERY_SECONDS = "5"
AGE = "UPDATE inbox SET received_at = received_at - make_interval(days => $1)"
DAYS_A_SAMPLE = 36 // SAMPLES_KEPT + 1
"""Each sample makes the inbox so much older: after SAMPLES_KEPT of them a row is past its retention."""


def main() -> None:
    os.environ["KERVAN_FORGET_SECONDS"] = FORGETS_EVERY_SECONDS
    with folder("soak") as home:
        layout = Layout(home / ".run")
        try:
            samples = asyncio.run(_soak(opened(layout)))
        finally:
            run.down(QUIET, layout)
    found = thirds(samples)
    for one in found:
        print(one.line())
    sys.exit(any(one.grew for one in found))


async def _soak(ground: Ground) -> list[Sample]:
    samples: list[Sample] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        clients = Clients(ground, session)
        crowd = Crowd(await clients.announce_fair(10_000))
        async with crowding(clients, crowd, writes_a_second=8, looks_a_second=40):
            await asyncio.sleep(WARM_SECONDS)
            ends = time.monotonic() + MINUTES * 60
            while time.monotonic() < ends:
                await _an_hour_of_inbox(ground)
                await asyncio.sleep(EVERY_SECONDS)
                samples.append(await sample(ground))
    print(
        f"{len(crowd.registered)} registered, {len(crowd.looks)} looks, errors {dict(crowd.errors) or 'none'}"
    )
    return samples


async def _an_hour_of_inbox(ground: Ground) -> None:
    going = Going.of(GOERS_EVERY_SAMPLE)
    await say(ground, [going.call, *going.goers])
    await ground.rows("events", AGE, DAYS_A_SAMPLE)


if __name__ == "__main__":
    main()
