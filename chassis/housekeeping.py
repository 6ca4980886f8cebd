"""What a service's database needs regularly: measured what operators watch, old inbox rows forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis import inbox
from chassis.clock import Clock
from chassis.consuming import parking
from chassis.database import UNREACHABLE
from chassis.http import idempotency
from chassis.outbox import OUTBOX
from chassis.pausing import pause
from chassis.telemetry import metrics
from chassis.telemetry.trouble import Trouble

Measure = Callable[[AsyncConnection, datetime], Awaitable[None]]
"""``(connection, now)``: what a service counts in its own tables, told to ``metrics``."""

MEASURE_SECONDS = 2.0
OWN_MEASURES_SECONDS = 60.0
SKEW_SECONDS_MAX = 2.0
"""More is said in the log. Tokens are taken within five."""
INBOX_KEPT = timedelta(days=35)
"""Longer than the topics' compaction lag: within it a record may be delivered again."""
IDEMPOTENCY_KEPT = timedelta(days=7)

log = structlog.get_logger()


async def measure(connection: AsyncConnection) -> dict[str, object]:
    """How many events wait in the outbox and how old the oldest is; sets the gauges too."""
    oldest = select(OUTBOX.c.created_at).order_by(OUTBOX.c.id).limit(1)
    oldest_at: datetime | None = (await connection.execute(oldest)).scalar()
    depth: int = (await connection.execute(select(func.count()).select_from(OUTBOX))).scalar_one()
    metrics.outbox_measured(depth, oldest_at)
    metrics.parked_keys(await parking.counts(connection))
    metrics.erasures_waiting(await parking.erasures(connection))
    now: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return {
        "depth": depth,
        "oldest_seconds": round((now - oldest_at).total_seconds(), 3) if oldest_at else 0.0,
    }


async def forget(connection: AsyncConnection, now: datetime) -> None:
    await inbox.forget_before(connection, now - INBOX_KEPT)
    await idempotency.forget_before(connection, now - IDEMPOTENCY_KEPT)


async def clock_ahead_seconds(connection: AsyncConnection, clock: Clock) -> float:
    """How far this machine's clock is before PostgreSQL's, less half the way to it; sets the gauge.

    Below zero: behind.
    """
    asked = clock()
    theirs: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    ahead = (asked + (clock() - asked) / 2 - theirs).total_seconds()
    metrics.clock_ahead(ahead)
    return round(ahead, 3)


@dataclass(slots=True)
class _Seldom:
    """Due at once, then every so many seconds after it was done."""

    seconds: float
    done_at: float | None = None

    def is_due(self, now: float) -> bool:
        return self.done_at is None or now - self.done_at > self.seconds


async def keep_house(
    engine: AsyncEngine,
    clock: Clock,
    forget_seconds: float,
    stop: asyncio.Event,
    measures: Sequence[Measure] = (),
) -> None:
    """Until ``stop``: measure every 2 seconds, ``measures`` every 60, forget every ``forget_seconds``."""
    forgetting, own, skew_told = _Seldom(forget_seconds), _Seldom(OWN_MEASURES_SECONDS), False
    loop = asyncio.get_running_loop()
    trouble = Trouble(log, "housekeeping.postponed", "housekeeping.done_again")
    while not stop.is_set():
        try:
            async with engine.begin() as connection:
                await measure(connection)
                skew_told = _tell_skew(await clock_ahead_seconds(connection, clock), skew_told)
                if forgetting.is_due(loop.time()):
                    await forget(connection, clock())
                    forgetting.done_at = loop.time()
                if own.is_due(loop.time()):
                    for each in measures:
                        await each(connection, clock())
                    own.done_at = loop.time()
            trouble.passed()
        except UNREACHABLE as error:
            trouble.lasts(error)
        await pause(stop, MEASURE_SECONDS)


def _tell_skew(ahead: float, told: bool) -> bool:
    """Once when a clock goes wrong and once when it is right again; whether it is wrong now."""
    wrong = abs(ahead) > SKEW_SECONDS_MAX
    if wrong and not told:
        log.error("clock.skewed", ahead_seconds=ahead)
    if told and not wrong:
        log.info("clock.right", ahead_seconds=ahead)
    return wrong
