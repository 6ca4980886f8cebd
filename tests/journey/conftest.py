"""One system for all journey tests: started once, the journey walked once, and cut off once on the way."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

import aiohttp
import asyncpg
import pytest

from deploy.local import run
from deploy.local.broker import Kind
from deploy.local.journey.clients import JourneyStopped
from deploy.local.journey.journal import Journal
from deploy.local.journey.walk import chapters, stage_of, walk
from deploy.local.layout import Layout
from deploy.local.site import Site
from deploy.local.throwaway import folder
from tests.journey import another_call
from tests.journey.another_call import Offer
from tests.journey.system import QUIET, System, kill_program, start

APPLIED_WHEN_KILLED = 10
APPLIED = "SELECT count(*) FROM application"


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with folder("journey") as home:
        layout = Layout(home / ".run")
        try:
            started = start(layout)
            if started.kind is Kind.MEMORY and os.environ.get("CI"):
                pytest.fail("CI needs a real Kafka: install Java 17+ and Maven")
            yield started
        finally:
            run.down(QUIET, layout)


@pytest.fixture(scope="session")
async def system(site: Site) -> AsyncIterator[System]:
    """Everything walked. Whoever changes something here leaves it usable for the next."""
    stopped_before = await _walk_until_mobility_is_killed(site)
    await asyncio.to_thread(start, site.layout)
    await walk(site, QUIET)
    async with aiohttp.ClientSession() as session:
        made = System(site, stage_of(site, session, QUIET), stopped_before)
        await made.settle()
        yield made


async def _walk_until_mobility_is_killed(site: Site) -> tuple[str, ...]:
    """The walk is cut off while forty students apply, six at a time; the chapters that it has left."""
    killing = asyncio.create_task(_kill_mobility_among_applications(site))
    with pytest.raises(JourneyStopped):
        await walk(site, QUIET)
    await killing
    journal = Journal(site.layout.home / "journey.json")
    return tuple(chapter.name for chapter in chapters(site) if journal.page(chapter.name) is None)


async def _kill_mobility_among_applications(site: Site) -> None:
    connection = await asyncpg.connect(site.endpoints()["databases"]["mobility"])
    try:
        while await connection.fetchval(APPLIED) < APPLIED_WHEN_KILLED:  # noqa: ASYNC110  no bell
            await asyncio.sleep(0.01)
    finally:
        await connection.close()
    await asyncio.to_thread(kill_program, site, "mobility")


@pytest.fixture(scope="session")
async def offers(system: System) -> list[Offer]:
    """Eleven places of a call beside the journey. A test takes its own: 0, 1, 10, and the eight between."""
    return await another_call.offers(system.stage)
