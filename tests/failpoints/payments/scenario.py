"""Finance dies among grants, orders and answers."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.database import create_engine
from contracts.readers import GROUPS
from contracts.topics import GRANT, PAYMENT_ORDER
from services.finance.app import SERVICE
from services.finance.entrypoints.consumers import REACTORS
from services.finance.tests.office import Office
from tests.failpoints.groups import bury_members, until_read
from tests.failpoints.launcher import Death, Program
from tests.failpoints.lives import running, started
from tests.failpoints.payments.promises import broken
from tests.failpoints.payments.world import World
from tests.failpoints.site import Site, new_run, until_sent
from tests.failpoints.verdict import none_broken
from tests.journey.topics import records_of

MODULE = "services.finance"
BUDGET = "9000000.00"
READ_BY = {reactor.group: GROUPS[reactor.group] for reactor in REACTORS}


@dataclass(frozen=True)
class Payments:
    site: Site
    finance: Program
    database: str
    world: World

    async def die(self, death: Death) -> None:
        async with started(self.finance, ("all",), death) as life:
            await self.world.go_on_until_dead(life)
            await life.must_die()
        await bury_members(self.site.admin, self._groups)

    async def come_back(self) -> None:
        async with running(self.finance):
            await self._settle()
        records = await records_of(self.site.bootstrap, [GRANT, PAYMENT_ORDER])
        none_broken(await broken(self.database, self.world.mobilities, records))

    @property
    def _groups(self) -> list[str]:
        return [f"{name}.{self.finance.run}" for name in READ_BY]

    async def _settle(self) -> None:
        """Until everything is heard, answered, heard again and told."""
        await self._hear()
        while await self.world.answer_orders():
            await self._hear()
        await until_sent(self.database)

    async def _hear(self) -> None:
        for group, topics in zip(self._groups, READ_BY.values(), strict=True):
            await until_read(self.site.admin, self.site.bootstrap, [group], topics)


async def payments(site: Site) -> Payments:
    database = await site.new_database(MODULE)
    await _open_budget(database)
    program = site.program(MODULE, database, new_run(), PARKED_KEYS_MAX="10000")
    return Payments(site, program, database, World(site.bootstrap, database))


async def _open_budget(database: str) -> None:
    engine = create_engine(database, pool_size=4)
    try:
        await Office(SERVICE.transactions(engine)).budget(BUDGET)
    finally:
        await engine.dispose()
