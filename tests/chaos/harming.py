"""Carries a schedule out: every fault at its time, healed after its time, and written down."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict

import asyncpg
from aiokafka.errors import KafkaError

from tests.chaos.faults import HARMS
from tests.chaos.faults.records import NothingThere
from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.schedule import Fault

BEGINS_SECONDS_MAX = 20
CANNOT_BE_DONE = (
    KafkaError,
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    NothingThere,
)
"""Another fault is in the way, such as a store that is down just now."""


async def harm_all(faults: Iterable[Fault], victim: Victim) -> None:
    """Until the last one is healed. Cancelled, it heals what is harmed and ends."""
    async with asyncio.TaskGroup() as group:
        for fault in faults:
            group.create_task(_harm(fault, victim), name=f"fault {fault.number} {fault.kind}")


async def _harm(fault: Fault, victim: Victim) -> None:
    log = victim.ground.log
    await asyncio.sleep(max(0.0, fault.at - log.now))
    begun = HARMS[fault.kind](victim, fault)
    try:
        async with asyncio.timeout(BEGINS_SECONDS_MAX):
            facts = await begun.__aenter__()
    except CANNOT_BE_DONE as error:
        log.write("not-done", fault=asdict(fault), error=f"{type(error).__name__}: {error}"[:300])
        return
    log.write("harmed", fault=asdict(fault), facts=facts)
    try:
        await asyncio.sleep(fault.lasts)
    finally:
        await _heal(fault, victim, begun)


async def _heal(fault: Fault, victim: Victim, begun: AbstractAsyncContextManager[Facts]) -> None:
    """What was harmed may be gone by itself, as a connection to a database that was killed meanwhile."""
    try:
        await begun.__aexit__(None, None, None)
    except CANNOT_BE_DONE as error:
        victim.ground.log.write("healed-by-others", number=fault.number, error=type(error).__name__)
    else:
        victim.ground.log.write("healed", number=fault.number)
