"""Somebody deletes a group's positions: everything comes again, nothing happens twice."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from chassis.identity.caller import Role
from chassis.ids import new_id
from deploy.local.apache_kafka import java_command
from tests.drills.figures import Figures
from tests.drills.ground import Ground
from tests.drills.mobility import GROUP, Going, acted_on, invited, orientation, say

pytestmark = [pytest.mark.drill, pytest.mark.timeout(300)]

GOERS = 200
STANDING = "SELECT id, status, version FROM registration WHERE event_id = $1 ORDER BY id"
TOOL = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"


async def test_a_group_without_positions_does_nothing_twice(
    ground: Ground, session: aiohttp.ClientSession, figures: Figures
) -> None:
    going = Going.of(GOERS)
    await say(ground, [going.call])
    event_id = await orientation(ground, going)
    await say(ground, going.goers)

    async def all_handled() -> bool:
        return await acted_on(ground, going.goers) == GOERS

    await ground.until("all to be invited", all_handled)
    await cancel_one(ground, session, event_id)
    before = await ground.rows("events", STANDING, event_id)
    await ground.stop("events")
    await delete_group(ground)
    began = time.monotonic()
    await ground.perform("offsets-lost")
    last = Going.of(1)
    await say(ground, [last.call])
    await orientation(ground, last)
    seconds = time.monotonic() - began
    found = await invited(ground, going)
    figures.add(f"{GOERS} records came again", f"recovered in {seconds:.1f} s")
    figures.add(f"lost {len(going.people - set(found))}", f"duplicated {len(found) - len(set(found))}")
    assert await ground.rows("events", STANDING, event_id) == before
    assert "consumer.offsets_lost" in ground.log("events")
    await ground.perform("offsets-lost", "Over")


async def cancel_one(ground: Ground, session: aiohttp.ClientSession, event_id: object) -> None:
    """Whoever called off must not be invited again."""
    (row, *_) = await ground.rows(
        "events", "SELECT id FROM registration WHERE event_id = $1 ORDER BY id LIMIT 1", event_id
    )
    token = ground.site.issuer().issue(Role.OFFICE)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
    url = f"{ground.url('events')}/v1/registrations/{row['id']}/cancel"
    async with session.post(url, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


async def delete_group(ground: Ground) -> None:
    """As an operator does it by mistake, with Kafka's own tool."""
    command = [*java_command(), TOOL, "--bootstrap-server", ground.bootstrap, "--delete", "--group", GROUP]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed, _ = await process.communicate()
    assert b"successful" in printed, printed.decode()
