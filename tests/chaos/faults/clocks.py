"""A process whose clock jumps, and jumps back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.schedule import Fault


@asynccontextmanager
async def step(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    file = victim.ground.clock_file(fault.target)
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(str(fault.amount))
    unfinished.replace(file)
    try:
        yield {"seconds": fault.amount}
    finally:
        file.unlink(missing_ok=True)
