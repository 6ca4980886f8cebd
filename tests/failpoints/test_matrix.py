"""Every point, once and repeatedly; afterwards every promise."""

from __future__ import annotations

import pytest

from chassis.failpoints import Failpoint
from tests.failpoints.counters.scenario import counters
from tests.failpoints.launcher import Death
from tests.failpoints.site import Site


@pytest.mark.parametrize("point", [Failpoint.RELAY_ACKNOWLEDGED, Failpoint.EFFECTS_COMMITTED])
async def test_a(point: Failpoint, failpoint_site: Site) -> None:
    scenario = await counters(failpoint_site)
    await scenario.die(Death(point, 2))
    await scenario.come_back()
    for time in (1, 2, 3):
        await scenario.die(Death(point, time))
    await scenario.come_back()
