"""Processes killed, stopped in the middle of whatever they do, and joined by a second consumer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psutil

from deploy.local import processes
from deploy.local.layout import CHECKOUT
from deploy.local.ports import free_ports
from deploy.local.programs import WITH_DATABASE
from tests.chaos.faults.victim import Facts, Victim
from tests.chaos.schedule import Fault

LEAVES_SECONDS_MAX = 5


@asynccontextmanager
async def kill(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """SIGKILL; the supervisor starts it again when the fault is over."""
    with victim.supervisor.held_down(fault.target) as unit:
        process = await asyncio.to_thread(unit.process)
        if process is not None:
            await asyncio.to_thread(processes.kill, [process])
        yield {"pid": process and process.pid}


@asynccontextmanager
async def pause(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """SIGSTOP for it and its children, SIGCONT afterwards. Its connections stay, and nobody answers."""
    paused = await asyncio.to_thread(victim.supervisor.units[fault.target].tree)
    try:
        for process in paused:
            _signal(process, "suspend")
        yield {"pids": [process.pid for process in paused]}
    finally:
        for process in paused:
            _signal(process, "resume")


def _signal(process: psutil.Process, name: str) -> None:
    """One that has ended meanwhile needs no signal."""
    with suppress(psutil.NoSuchProcess):
        getattr(process, name)()


@asynccontextmanager
async def second_consumer(victim: Victim, fault: Fault) -> AsyncIterator[Facts]:
    """One more consumer in the service's groups: partitions move to it, and back when it is gone."""
    leaves_well = fault.draw % 2 == 0
    process = await asyncio.to_thread(_start_consumer, victim, fault)
    try:
        yield {"pid": process.pid, "leaves": "asked" if leaves_well else "killed"}
    finally:
        patience = LEAVES_SECONDS_MAX if leaves_well else 0
        end = processes.stop if leaves_well else lambda found, _: processes.kill(found)
        await asyncio.to_thread(end, [process], patience)


def _start_consumer(victim: Victim, fault: Fault) -> psutil.Process:
    site = victim.ground.site
    program = next(one for one in WITH_DATABASE if one.name == fault.target)
    identity = processes.spawn(
        [*site.command(program)[: -len(program.arguments)], "consumer"],
        log=site.layout.log(f"{program.name}-second"),
        environment=site.environment(program) | {"KERVAN_HTTP_PORT": str(free_ports(1)[0])},
        folder=CHECKOUT,
    )
    return psutil.Process(identity.pid)
