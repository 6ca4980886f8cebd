"""Say everything again: every aggregate's present state, when a topic lost it or a view must start anew."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from chassis.failpoints import Failpoint, reached
from chassis.service import Service, Snapshot
from chassis.work import Transactions, UnitOfWork

W = TypeVar("W", bound=UnitOfWork)

STATES_A_TRANSACTION = 500


async def republish(service: Service[W], transactions: Transactions[W]) -> int:
    """Put a ``…Republished`` event for every aggregate into the outbox; how many.

    Each chunk is read under row locks in the transaction that writes its events: a change made
    meanwhile comes after them, so the last record of a key is always its newest state.
    """
    total = 0
    for snapshot in service.snapshots:
        total += await _all_of(snapshot, transactions)
    return total


async def _all_of(snapshot: Snapshot[W], transactions: Transactions[W]) -> int:
    total = 0
    after: UUID | None = None
    while True:
        async with transactions.begin() as work:
            events = await snapshot(work, after, STATES_A_TRANSACTION)
            work.outbox.add(*events)
        if not events:
            return total
        reached(Failpoint.REPUBLISH_CONTINUES)
        total += len(events)
        after = events[-1].key
