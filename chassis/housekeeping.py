"""What a service's database needs regularly: the outbox measured, old inbox rows forgotten."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis import inbox
from chassis.clock import Clock
from chassis.consuming import parking
from chassis.http import idempotency
from chassis.outbox import OUTBOX
from chassis.telemetry import metrics

MEASURE_SECONDS = 2.0
FORGET_SECONDS = 3600.0
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
    now: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
    return {
        "depth": depth,
        "oldest_seconds": round((now - oldest_at).total_seconds(), 3) if oldest_at else 0.0,
    }


async def forget(connection: AsyncConnection, now: datetime) -> None:
    await inbox.forget_before(connection, now - INBOX_KEPT)
    await idempotency.forget_before(connection, now - IDEMPOTENCY_KEPT)


async def keep_house(engine: AsyncEngine, clock: Clock, stop: asyncio.Event) -> None:
    """Measure every two seconds, forget every hour, until ``stop``."""
    forgotten_at = 0.0
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        try:
            async with engine.begin() as connection:
                await measure(connection)
                if loop.time() - forgotten_at > FORGET_SECONDS:
                    await forget(connection, clock())
                    forgotten_at = loop.time()
        except (DBAPIError, OSError) as error:
            log.warning("housekeeping.postponed", error=type(error).__name__)
        try:
            await asyncio.wait_for(stop.wait(), MEASURE_SECONDS)
        except TimeoutError:
            continue
