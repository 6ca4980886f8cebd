"""One record among ten thousand cannot be read: its key waits, everybody else is served."""

from __future__ import annotations

import time

import pytest

from contracts.mobility import Mobility, MobilityWithdrawn
from tests.drills.figures import Figures
from tests.drills.ground import Ground
from tests.drills.mobility import GROUP, Going, Said, acted_on, invited, say

pytestmark = [pytest.mark.drill, pytest.mark.timeout(600)]

GOERS = 10_000
POISONED_AT = 4_321
SERVED_SECONDS_MAX = 400
PARKED = "SELECT consumer_group, topic, key FROM parked_key WHERE consumer_group = $1"
WAITING = "SELECT count(*) FROM parked_record WHERE consumer_group = $1 AND key = $2"


async def test_one_poisoned_key_stops_no_other(ground: Ground, figures: Figures) -> None:
    going = Going.of(GOERS)
    poisoned, others = going.goers[POISONED_AT], going.goers[:POISONED_AT] + going.goers[POISONED_AT + 1 :]
    stay = poisoned.event.state
    assert isinstance(stay, Mobility)
    gone = stay.model_copy(update={"version": 2})  # what comes behind must wait its turn
    behind = Said.of(MobilityWithdrawn(state=gone))
    sent = [going.call, *going.goers[:POISONED_AT], poisoned.unreadable(), *others[POISONED_AT:], behind]
    began = time.monotonic()
    await say(ground, sent)

    async def others_served() -> bool:
        return await acted_on(ground, others) == len(others)

    await ground.until("everybody else to be invited", others_served, SERVED_SECONDS_MAX, every=1)
    seconds = time.monotonic() - began
    key = str(poisoned.event.key)
    parked = await ground.rows("events", PARKED, GROUP)
    assert [row["key"] for row in parked] == [key]
    assert (await ground.rows("events", WAITING, GROUP, key))[0][0] == 2
    printed = await ground.perform("poisoned-key", GROUP=GROUP, KEY=key)
    assert f"unknown event type '{poisoned.unreadable().type}'" in printed
    found = await invited(ground, going)
    figures.add(f"{GOERS} records", f"{seconds:.1f} s for all others", f"{GOERS / seconds:.0f}/s", "parked 1")
    figures.add(f"lost {len(others) - len(found)}", f"duplicated {len(found) - len(set(found))}")
    assert set(found) == going.people - {stay.person_id}
    assert len(found) == len(others)
    assert await ground.rows("events", PARKED, GROUP) == []
    await ground.perform("poisoned-key", "Over")
