"""The sample service dies at a point, comes back, dies three times more, comes back."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.identity.caller import Role
from chassis.kafka import ensure_topics
from contracts.topics import Topic
from tests.failpoints.counters.clients import Clients
from tests.failpoints.counters.promises import broken, rest
from tests.failpoints.groups import bury_members, until_read
from tests.failpoints.launcher import Death, Program
from tests.failpoints.lives import running, started
from tests.failpoints.site import Site, address, new_run, until_sent
from tests.failpoints.verdict import none_broken
from tests.journey.topics import records_of

MODULE = "chassis.tests.sample"


@dataclass(frozen=True)
class Counters:
    """The service, its clients, and its own topic and groups."""

    site: Site
    program: Program
    database: str
    topic: Topic
    groups: tuple[str, ...]
    clients: Clients

    async def die(self, death: Death) -> None:
        """Clients send until the service is gone; its groups learn at once that it is."""
        async with started(self.program, ("all",), death) as life:
            await self.clients.count_until_dead(life)
            await life.must_die()
        await bury_members(self.site.admin, self.groups)

    async def come_back(self) -> None:
        """Unarmed, until everything has come to rest; then every promise is looked at."""
        async with running(self.program):
            await self.clients.repeat_unanswered()
            await self.settle()
            records = await records_of(self.site.bootstrap, [self.topic])
            none_broken(broken(await rest(self.clients.sent, self.database, records)))
            none_broken(await self.clients.repeat_done())

    async def settle(self) -> None:
        """Until everything is sent and acted on."""
        await until_sent(self.database)
        await until_read(self.site.admin, self.site.bootstrap, self.groups, [self.topic])


async def counters(site: Site, **settings: str) -> Counters:
    run = new_run()
    topic = Topic(f"test.counter.{run}", "tests", "Counters of one scenario.")
    await ensure_topics(site.bootstrap, [topic])
    database = await site.new_database(MODULE)
    program = site.program(MODULE, database, run, PARKED_KEYS_MAX="1000", **settings)
    groups = tuple(f"test.{name}.{run}.{run}" for name in ("noting", "viewing"))
    clients = Clients(address(program), site.issuer.issue(Role.OFFICE, subject="office-1"))
    return Counters(site, program, database, topic, groups, clients)
