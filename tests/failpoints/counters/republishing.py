"""`republish` dies between two chunks; said again, everybody has every aggregate's present state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.failpoints.counters.scenario import Counters, counters
from tests.failpoints.launcher import Death
from tests.failpoints.lives import running, started
from tests.failpoints.site import Site, rows
from tests.failpoints.verdict import none_broken
from tests.journey.topics import records_of

COUNTERS = 1_200
"""Three chunks: the last death comes after the third."""
FILL = "INSERT INTO counter SELECT gen_random_uuid(), 7 FROM generate_series(1, $1)"
DIFFERENT = """
SELECT id, counter.version AS said, view.version AS kept FROM counter FULL JOIN view USING (id)
WHERE counter.version IS DISTINCT FROM view.version
"""


@dataclass(frozen=True)
class Republishing:
    """Counters of which no topic and no view knows anything."""

    counters: Counters

    async def die(self, death: Death) -> None:
        async with started(self.counters.program, ("republish",), death) as life:
            await life.must_die()

    async def come_back(self) -> None:
        async with started(self.counters.program, ("republish",)) as life:
            await life.must_end()
        async with running(self.counters.program):
            await self.counters.settle()
        none_broken(await rows(self.counters.database, DIFFERENT))
        assert await self._said() == COUNTERS, "the topic does not have every counter"

    async def _said(self) -> int:
        """How many counters stand on the topic."""
        records = await records_of(self.counters.site.bootstrap, [self.counters.topic])
        return len(Counter(record.key for record in records))


async def republishing(site: Site) -> Republishing:
    made = await counters(site, RELAY_ROWS_MAX="500", CONSUMER_RECORDS_MAX="1000")
    await rows(made.database, FILL, COUNTERS)
    return Republishing(made)
