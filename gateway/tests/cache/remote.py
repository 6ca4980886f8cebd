"""A second process as a test holds it: asked like a cache beside us."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import orjson
import psutil

from gateway.execution import Asked
from gateway.tests.cache.asking import until


@dataclass
class Remote:
    """Many may ask at a time."""

    child: asyncio.subprocess.Process
    _numbers: Any = field(default_factory=count)
    _open: dict[int, asyncio.Future[bytes | None]] = field(default_factory=dict)

    async def ask(self, asked: Asked) -> bytes:
        found = await self._tell(asked)
        assert found is not None
        return found

    async def freeze(self, asked: Asked) -> asyncio.Future[bytes | None]:
        """Stopped when this returns. What its cache holds of ``asked`` the moment it goes on."""
        looking = self._tell(asked, freeze=True)
        await until(lambda: psutil.Process(self.child.pid).status() == psutil.STATUS_STOPPED)
        return looking

    def go_on(self) -> None:
        os.kill(self.child.pid, signal.SIGCONT)

    def _tell(self, asked: Asked, **more: Any) -> asyncio.Future[bytes | None]:
        number = next(self._numbers)
        self._open[number] = asyncio.get_running_loop().create_future()
        document = asked.operation.document.text
        told = {"n": number, "document": document, "variables": asked.variables, **more}
        assert self.child.stdin is not None
        self.child.stdin.write(orjson.dumps(told) + b"\n")
        return self._open[number]

    async def hear(self) -> None:
        assert self.child.stdout is not None
        async for line in self.child.stdout:
            told = orjson.loads(line)
            data = told["data"]
            answer = self._open.pop(told["n"])
            if not answer.done():
                answer.set_result(None if data is None else data.encode())


@asynccontextmanager
async def second_process(url: str) -> AsyncIterator[Remote]:
    """Holds its lease when this begins."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.tests.cache.second_process",
        url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**22,
    )
    remote = Remote(child)
    try:
        assert child.stdout is not None
        assert orjson.loads(await child.stdout.readline()) == {"ready": True}
        hearing = asyncio.create_task(remote.hear())
        yield remote
        hearing.cancel()
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
