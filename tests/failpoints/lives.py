"""Starting processes, seeing them die, starting them again."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess

from deploy.local.ports import is_free
from tests.failpoints import launcher
from tests.failpoints.launcher import DIED, Death, Program

ENDS_SECONDS_MAX = 120
SERVES_SECONDS_MAX = 120


@cache
def _server() -> ForkServerContext:
    """Forks every life from one process that has imported what they need: a start costs no imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.failpoints.preloaded"])
    return context


class Life:
    """One process of a program, from its start to its end."""

    def __init__(self, program: Program, process: BaseProcess) -> None:
        self._program, self._process = program, process
        self._ended = asyncio.Event()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    async def until_ended(self) -> int:
        """Its exit code; negative for a signal."""
        async with asyncio.timeout(ENDS_SECONDS_MAX):
            await self._ended.wait()
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    async def must_die(self) -> None:
        code = await self.until_ended()
        assert code == DIED, f"ended with {code} instead of dying at its point: {self._last_words()}"

    async def must_end(self) -> None:
        """By itself, or told to stop: cleanly."""
        code = await self.until_ended()
        assert code == 0, f"ended with {code}: {self._last_words()}"

    async def until_serving(self) -> None:
        """Before that it does not know what a signal to stop means."""
        port = int(self._program.environment["KERVAN_HTTP_PORT"])
        async with asyncio.timeout(SERVES_SECONDS_MAX):
            while is_free(port):
                assert not self.ended, f"ended while it started: {self._last_words()}"
                await asyncio.sleep(0.05)

    def tell_to_stop(self) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGTERM)

    def _last_words(self) -> str:
        return self._program.log.read_text()[-3000:]


@asynccontextmanager
async def started(
    program: Program, arguments: Sequence[str], death: Death | None = None
) -> AsyncIterator[Life]:
    """A life of ``program``; killed when the block is left before its end."""
    process = _server().Process(target=launcher.live, args=(program, tuple(arguments), death))
    process.start()
    life = Life(program, process)
    loop = asyncio.get_running_loop()
    loop.add_reader(process.sentinel, life._ended.set)
    try:
        yield life
    finally:
        loop.remove_reader(process.sentinel)
        process.kill()
        process.join()


@asynccontextmanager
async def running(program: Program, arguments: Sequence[str] = ("all",)) -> AsyncIterator[Life]:
    """Unarmed, once it serves; told to stop at the end of the block, it must end cleanly."""
    async with started(program, arguments) as life:
        await life.until_serving()
        yield life
        life.tell_to_stop()
        await life.must_end()
