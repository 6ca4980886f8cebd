"""The gateway dies between the owning service's answer and its own, and while it keeps its views."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from chassis.identity.caller import Role
from contracts.topics import PARTNER
from tests.failpoints.gateway.clients import Client
from tests.failpoints.groups import bury_members, until_read
from tests.failpoints.launcher import Death, Program
from tests.failpoints.lives import running, started
from tests.failpoints.site import Site, address, new_run, rows, until_sent
from tests.failpoints.verdict import none_broken

MODULE = "gateway"
OWNER = "services.agreements"
GROUP = "gateway.views"
COLUMNS = "id, version, name, country, city, website"
TABLE = f"SELECT {COLUMNS} FROM partner ORDER BY id"
MIRROR = (
    "SELECT id, version, state->>'name', state->>'country' FROM mirror_partner WHERE id = ANY($1) ORDER BY id"
)
VIEW = f"SELECT {COLUMNS} FROM partner_view WHERE id = ANY($1) ORDER BY id"


@dataclass(frozen=True)
class Mutations:
    """The gateway with its database, and the service it sends commands to, which lives on."""

    site: Site
    gateway: Program
    database: str
    owner: Program
    owners_database: str
    client: Client
    group: str

    async def die(self, death: Death) -> None:
        async with running(self.owner), started(self.gateway, ("all",), death) as life:
            await self.client.enter_until_dead(life)
            await life.must_die()
        await bury_members(self.site.admin, [self.group])

    async def come_back(self) -> None:
        async with running(self.owner), running(self.gateway):
            await self.client.repeat_unanswered()
            await self.settle()
        none_broken(await self.broken())

    async def settle(self) -> None:
        """Until the views have every partner."""
        await until_sent(self.owners_database)
        await until_read(self.site.admin, self.site.bootstrap, [self.group], [PARTNER])

    async def broken(self) -> list[str]:
        """Every partner that a client entered is there once, and the views equal the table."""
        stored = [tuple(row) for row in await rows(self.owners_database, TABLE)]
        ids = [row[0] for row in stored]
        mirrored = [tuple(row) for row in await rows(self.database, MIRROR, ids)]
        shown = [tuple(row) for row in await rows(self.database, VIEW, ids)]
        wrong = [f"refused: {entry.payload}" for entry in self.client.sent if _refused(entry.payload)]
        wrong += _difference(
            "entered", Counter(entry.name for entry in self.client.sent), "stored", _names(stored)
        )
        wrong += _difference("stored", Counter(stored), "shown", Counter(shown))
        return wrong + _difference("stored", Counter(r[:4] for r in stored), "mirrored", Counter(mirrored))


def _refused(payload: dict[str, Any] | None) -> bool:
    return payload is None or bool(payload["userErrors"])


def _names(stored: list[tuple[Any, ...]]) -> Counter[Any]:
    return Counter(row[2] for row in stored)


def _difference(one: str, left: Counter[Any], other: str, right: Counter[Any]) -> list[str]:
    return [f"{one}, not {other}: {found}" for found in left - right] + [
        f"{other}, not {one}: {found}" for found in right - left
    ]


async def mutations(site: Site) -> Mutations:
    run = new_run()
    database, owners_database = await site.new_database(MODULE), await site.new_database(OWNER)
    owner = site.program(OWNER, owners_database, run)
    gateway = site.program(MODULE, database, run, AGREEMENTS_URL=address(owner), CONSUMER_RECORDS_MAX="500")
    client = Client(address(gateway), site.issuer.issue(Role.OFFICE, subject="office-1"), run)
    return Mutations(site, gateway, database, owner, owners_database, client, f"{GROUP}.{run}")
