"""Where a service's name leads just now, for clients outside the containers: what a balancer knows."""

from __future__ import annotations

import asyncio
import random
import socket
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from deploy.compose.tests.project import SERVED, CommandFailed, Project, service_of
from deploy.local.health import is_ready
from deploy.local.ports import HOST

LOOKS_EVERY_SECONDS = 0.7
INSIDE = 8000
Door = tuple[str, int]


class Doors(AbstractResolver):
    """A name leads to each container of it that was ready when last asked; the gateway's by its port here."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._open: dict[str, list[Door]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        doors = self._open.get(host, [])
        if not doors:
            raise OSError(f"no container of {host} is ready")
        return [_found(host, door) for door in random.sample(doors, len(doors))]

    async def close(self) -> None:
        """Holds nothing."""

    async def look(self) -> None:
        """Containers come and go between listing and inspecting them: then the next look tells."""
        try:
            there = await asyncio.to_thread(self._project.inspect)
        except CommandFailed:
            return
        doors = [(service_of(one), door) for one in there if (door := _door(one))]
        ready = await asyncio.gather(*(asyncio.to_thread(is_ready, _url(door)) for _, door in doors))
        found: dict[str, list[Door]] = defaultdict(list)
        for (name, door), so in zip(doors, ready, strict=True):
            if so:
                found[name].append(door)
        self._open = found


@asynccontextmanager
async def watched(doors: Doors) -> AsyncIterator[None]:
    """Inside, the doors are looked at again and again."""

    async def look_on() -> None:
        while True:
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
            await doors.look()

    await doors.look()
    async with asyncio.TaskGroup() as group:
        looking = group.create_task(look_on())
        try:
            yield
        finally:
            looking.cancel()


def _door(container: dict[str, Any]) -> Door | None:
    """None for what serves no clients."""
    name, network = service_of(container), container["NetworkSettings"]
    if name == "gateway":
        published = network["Ports"].get(f"{INSIDE}/tcp")
        return (HOST, int(published[0]["HostPort"])) if published else None
    if name not in SERVED:
        return None
    (joined,) = network["Networks"].values()
    return (str(joined["IPAddress"]), INSIDE) if joined["IPAddress"] else None


def _found(host: str, door: Door) -> ResolveResult:
    address, port = door
    return ResolveResult(
        hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
    )


def _url(door: Door) -> str:
    return f"http://{door[0]}:{door[1]}"
