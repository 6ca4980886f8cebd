"""`parked replay` dies while it handles what was parked; the service goes on beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tests.failpoints.counters.scenario import Counters, counters
from tests.failpoints.launcher import Death
from tests.failpoints.lives import running, started
from tests.failpoints.site import Site, rows
from tests.failpoints.verdict import none_broken

BURSTS = 8
MEND = """
UPDATE parked_record SET value =
    convert_to(replace(convert_from(value, 'UTF8'), '"label":"poison"', '"label":"mended"'), 'UTF8')
"""


@dataclass(frozen=True)
class Replaying:
    counters: Counters

    async def die(self, death: Death) -> None:
        async with running(self.counters.program):
            if not await self._is_parked():
                await self._park_some()
            async with started(self.counters.program, self._replay, death) as life:
                await life.must_die()

    async def come_back(self) -> None:
        async with started(self.counters.program, self._replay) as life:
            await life.must_end()
        none_broken(await rows(self.counters.database, "SELECT * FROM parked_key"))
        none_broken(await self._not_acted_on_once_in_order())

    @property
    def _replay(self) -> tuple[str, ...]:
        noting, _ = self.counters.groups
        return "parked", "replay", "--group", noting

    async def _is_parked(self) -> bool:
        return bool(await rows(self.counters.database, "SELECT 1 FROM parked_key LIMIT 1"))

    async def _park_some(self) -> None:
        """More keys than the deaths to come handle; what they wait for is then mended."""
        await self.counters.clients.count(BURSTS)
        await self.counters.settle()
        await rows(self.counters.database, MEND)

    async def _not_acted_on_once_in_order(self) -> list[str]:
        acted = defaultdict(list)
        for key, sequence in await rows(
            self.counters.database, "SELECT key, sequence FROM effect ORDER BY id"
        ):
            acted[key].append(sequence)
        return [
            f"counter {key} of version {version}: effects {acted[key]}"
            for key, version in await rows(self.counters.database, "SELECT id::text, version FROM counter")
            if acted[key] != list(range(1, version + 1))
        ]


async def replaying(site: Site) -> Replaying:
    return Replaying(await counters(site))
