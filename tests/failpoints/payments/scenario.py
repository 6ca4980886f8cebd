"""Finance dies among grants, orders and answers."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.database import create_engine
from contracts.topics import GRANT, MOBILITY, PAYMENT_ORDER, PAYMENT_RESULT, PERSON
from deploy.local.journey.clients import eventually
from services.finance.app import SERVICE
from services.finance.entrypoints.consumers import REACTORS
from services.finance.tests.office import Office
from tests.failpoints.groups import bury_members, have_read
from tests.failpoints.launcher import Death, Program
from tests.failpoints.lives import running, started
from tests.failpoints.payments.promises import broken
from tests.failpoints.payments.world import World
from tests.failpoints.site import Site, new_run, rows
from tests.journey.topics import records_of

MODULE = "services.finance"
BUDGET = "9000000.00"
RESTS_SECONDS_MAX = 60
READ_BY = {"finance.grants": MOBILITY, "finance.payees": PERSON, "finance.payment-results": PAYMENT_RESULT}


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
            await eventually("everything to be paid", self._is_at_rest, bool, RESTS_SECONDS_MAX)
        records = await records_of(self.site.bootstrap, [GRANT, PAYMENT_ORDER])
        assert await broken(self.database, self.world.mobilities, records) == []

    @property
    def _groups(self) -> list[str]:
        return [f"{name}.{self.finance.run}" for name in READ_BY]

    async def _is_at_rest(self) -> bool:
        """Everything heard, everything told, and nothing left that the finance office has to answer."""
        for group, topic in zip(self._groups, READ_BY.values(), strict=True):
            if not await have_read(self.site.admin, self.site.bootstrap, [group], [topic]):
                return False
        if await self.world.answer_orders():
            return False
        return not await rows(self.database, "SELECT 1 FROM outbox LIMIT 1")


async def payments(site: Site) -> Payments:
    assert set(READ_BY) == {reactor.group for reactor in REACTORS}
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
