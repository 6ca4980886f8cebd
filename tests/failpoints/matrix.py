"""Which scenario goes through which point, and at which of its times the process dies there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from chassis.failpoints import Failpoint
from tests.failpoints.counters.replaying import replaying
from tests.failpoints.counters.republishing import republishing
from tests.failpoints.counters.scenario import counters
from tests.failpoints.gateway.mutations import mutations
from tests.failpoints.gateway.rebuilding import rebuilding
from tests.failpoints.launcher import Death
from tests.failpoints.migrating import migrating
from tests.failpoints.payments.scenario import payments
from tests.failpoints.site import Site


class Scenario(Protocol):
    """A process that is led to its death at a point, and what it owes when it is back."""

    async def die(self, death: Death) -> None: ...

    async def come_back(self) -> None:
        """Unarmed. Raises AssertionError for a broken promise."""
        ...


@dataclass(frozen=True)
class Case:
    """``once``: the time at which the first death comes. ``again``: of the three deaths in a row."""

    point: Failpoint
    scenario: Callable[[Site], Awaitable[Scenario]]
    once: int = 2
    again: tuple[int, int, int] = (1, 2, 3)

    def __str__(self) -> str:
        return f"{self.scenario.__name__}-{self.point}"

    async def walk(self, site: Site) -> None:
        """Dies, comes back, dies three times more, comes back."""
        scenario = await self.scenario(site)
        await scenario.die(Death(self.point, self.once))
        await scenario.come_back()
        for time in self.again:
            await scenario.die(Death(self.point, time))
        await scenario.come_back()


FIRST_TIME = (1, 1, 1)

CASES = (
    *(
        Case(point, counters)
        for point in (
            Failpoint.COMMAND_READ,
            Failpoint.IDEMPOTENCY_CLAIMED,
            Failpoint.STATE_SAVED,
            Failpoint.ANSWER_KEPT,
            Failpoint.EVENTS_WRITTEN,
            Failpoint.EVENTS_COMMITTED,
            Failpoint.COMMAND_COMMITTED,
            Failpoint.RELAY_TOOK,
            Failpoint.RELAY_SENT,
            Failpoint.RELAY_ACKNOWLEDGED,
            Failpoint.RELAY_DELETED,
            Failpoint.RECORDS_FETCHED,
            Failpoint.INBOX_CLAIMED,
            Failpoint.EFFECTS_MADE,
            Failpoint.EFFECTS_COMMITTED,
            Failpoint.OFFSETS_COMMITTED,
            Failpoint.RECORD_PARKED,
            Failpoint.PARKING_COMMITTED,
            Failpoint.PARKED_BEHIND,
        )
    ),
    Case(Failpoint.REPLAY_APPLIED, replaying),
    Case(Failpoint.REPLAY_RELEASED, replaying),
    Case(Failpoint.REPLAY_COMMITTED, replaying),
    Case(Failpoint.REPUBLISH_CONTINUES, republishing),
    Case(Failpoint.MIGRATION_LOCKED, migrating, 1, FIRST_TIME),
    Case(Failpoint.MIGRATION_STEP, migrating),
    Case(Failpoint.MIGRATION_DONE, migrating, 1, FIRST_TIME),
    Case(Failpoint.EVENTS_WRITTEN, payments),
    Case(Failpoint.EFFECTS_COMMITTED, payments),
    Case(Failpoint.RELAY_ACKNOWLEDGED, payments),
    Case(Failpoint.VIEWS_MIRRORED, mutations),
    Case(Failpoint.VIEWS_COMPUTED, mutations),
    Case(Failpoint.CACHES_TOLD, mutations),
    Case(Failpoint.EFFECTS_COMMITTED, mutations),
    Case(Failpoint.MUTATION_CARRIED_OUT, mutations),
    Case(Failpoint.REBUILD_EMPTIED, rebuilding, 1, FIRST_TIME),
    Case(Failpoint.REBUILD_CONTINUES, rebuilding, 1, FIRST_TIME),
    Case(Failpoint.REBUILD_TOLD, rebuilding, 1, FIRST_TIME),
)
