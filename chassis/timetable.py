"""What becomes due as time passes: found in the tables, done once, whatever happens to the process.

Nothing is remembered in the process. An entry looks for what is due by now, and each of these is done in a
transaction that locks it and asks again: two processes, a restart or a clock that jumps do nothing twice and
forget nothing. What fails is told and looked at again in the next round; it does not keep the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import structlog

from chassis.clock import Clock
from chassis.database import UNREACHABLE
from chassis.pausing import pause
from chassis.telemetry import metrics
from chassis.telemetry.trouble import Trouble
from chassis.work import Transactions, UnitOfWork

W = TypeVar("W", bound=UnitOfWork)

AT_ONCE_MAX = 100

log = structlog.get_logger()

Find = Callable[[W, datetime, int], Awaitable[Sequence[UUID]]]
"""``(work, now, limit)`` → ids of what is due, the longest due first."""
Act = Callable[[UUID, Transactions[W], datetime], Awaitable[object]]
"""Does one of them, in transactions of its own. Finding it done already, it does nothing."""


@dataclass(frozen=True)
class Entry(Generic[W]):
    """One line of a service's timetable: looked at every ``seconds``."""

    name: str
    find: Find[W]
    act: Act[W]
    seconds: float = 1.0


def in_one_transaction(use_case: Callable[[UUID, W, datetime], Awaitable[object]]) -> Act[W]:
    """The usual act: a use case that is committed when it is done."""

    async def act(identity: UUID, transactions: Transactions[W], now: datetime) -> None:
        async with transactions.begin() as work:
            await use_case(identity, work, now)

    return act


async def keep_timetable(
    entries: Sequence[Entry[W]], transactions: Transactions[W], clock: Clock, stop: asyncio.Event
) -> None:
    """Until ``stop``: every entry by itself, so that a slow one holds up no other."""
    await asyncio.gather(*(_keep(entry, transactions, clock, stop) for entry in entries))


async def _keep(
    entry: Entry[Any], transactions: Transactions[Any], clock: Clock, stop: asyncio.Event
) -> None:
    metrics.timetable_begins(entry.name)
    away = Trouble(log, "timetable.postponed", "timetable.kept_again", entry=entry.name)
    while not stop.is_set():
        try:
            done = await round_of(entry, transactions, clock, stop)
        except UNREACHABLE as error:
            done = 0
            away.lasts(error)
        else:
            away.passed()
        if done < AT_ONCE_MAX:  # else more of them wait
            await pause(stop, entry.seconds)


async def round_of(
    entry: Entry[Any], transactions: Transactions[Any], clock: Clock, stop: asyncio.Event | None = None
) -> int:
    """Do what is due by now, up to ``AT_ONCE_MAX``; how many were done. Raises: UNREACHABLE."""
    async with transactions.read() as work:
        due = await entry.find(work, clock(), AT_ONCE_MAX)
    done = 0
    for identity in due:
        if stop is not None and stop.is_set():
            break
        done += await _done(entry, identity, transactions, clock)
    return done


async def _done(entry: Entry[Any], identity: UUID, transactions: Transactions[Any], clock: Clock) -> bool:
    try:
        await entry.act(identity, transactions, clock())
    except Exception as error:  # noqa: BLE001  told, counted and tried again; the others are not to blame
        log.error("timetable.failed", entry=entry.name, id=str(identity), error=type(error).__name__)
        metrics.timetable_failed(entry.name)
        return False
    return True
