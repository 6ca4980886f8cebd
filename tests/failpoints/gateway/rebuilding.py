"""`rebuild` dies on its way: readers keep the old views; begun again it gives the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from tests.failpoints.gateway.mutations import Mutations, mutations
from tests.failpoints.launcher import Death
from tests.failpoints.lives import running, started
from tests.failpoints.site import Site
from tests.failpoints.verdict import none_broken

ENTERED = 4


@dataclass(frozen=True)
class Rebuilding:
    """Views that are kept, and thrown away."""

    mutations: Mutations

    async def die(self, death: Death) -> None:
        async with started(self.mutations.gateway, ("rebuild",), death) as life:
            await life.must_die()
        none_broken(await self.mutations.broken())

    async def come_back(self) -> None:
        async with started(self.mutations.gateway, ("rebuild",)) as life:
            await life.must_end()
        none_broken(await self.mutations.broken())


async def rebuilding(site: Site) -> Rebuilding:
    made = await mutations(site)
    async with running(made.owner), running(made.gateway):
        await made.client.enter(ENTERED)
        await made.settle()
    return Rebuilding(made)
