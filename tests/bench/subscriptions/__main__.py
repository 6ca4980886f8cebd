"""2,000 students, each with a token of their own, watch one event; its places change; p50 and p99 printed.

From the instant the commit returned in the gateway's process to the instant a subscriber had the bytes.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import uvloop
from rich.console import Console

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from deploy.local import throwaway
from tests.bench.events.__main__ import new_database
from tests.bench.subscriptions.clients import connect

SUBSCRIBERS = 2_000
ROUNDS = 20
WARM_UP = 3
SETTLING_ROUNDS_MAX = 20
"""The protocol does not say when a subscription is open: it is when a change is heard."""

console = Console()


class Receipts:
    """Instants at which a round's message arrived."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._all = asyncio.Event()

    def heard(self, at: float) -> None:
        self.times.append(at)
        if len(self.times) == SUBSCRIBERS:
            self._all.set()

    async def of_round(self, committed: float, seconds_max: float) -> list[float]:
        """Milliseconds since the commit, of every subscriber. Raises TimeoutError when one never heard."""
        async with asyncio.timeout(seconds_max):
            await self._all.wait()
        delays = [(at - committed) * 1000 for at in self.times]
        self.forget()
        return delays

    def forget(self) -> None:
        self.times = []
        self._all.clear()


async def main(admin_dsn: str, folder: Path) -> None:
    database = await new_database(admin_dsn, "gateway")
    issuer = DevelopmentIssuer.at(folder)
    tokens = [issuer.issue(Role.STUDENT, person_id=new_id()) for _ in range(SUBSCRIBERS)]
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.subscriptions.server", database, str(folder), str(new_id())),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        await measure(server, int(await _line(server)), tokens)
    finally:
        assert server.stdin is not None
        server.stdin.close()
        await server.wait()


async def measure(server: asyncio.subprocess.Process, port: int, tokens: Sequence[str]) -> None:
    receipts, began = Receipts(), time.monotonic()
    subscribers = await connect(port, tokens, receipts.heard)
    await _until_all_listen(server, receipts)
    console.print(f"{SUBSCRIBERS} subscribers connected in {time.monotonic() - began:.1f} s")
    for where in ("here", "elsewhere"):
        rounds = [await _round(server, where, receipts) for _ in range(WARM_UP + ROUNDS)]
        report(where, sorted(delay for delays in rounds[WARM_UP:] for delay in delays))
    for subscriber in subscribers:
        subscriber.close()


async def _until_all_listen(server: asyncio.subprocess.Process, receipts: Receipts) -> None:
    """Raises TimeoutError when somebody still does not after all rounds."""
    for left in reversed(range(SETTLING_ROUNDS_MAX)):
        try:
            await _round(server, "here", receipts, seconds_max=2)
            return
        except TimeoutError:
            receipts.forget()
            if not left:
                raise


async def _round(
    server: asyncio.subprocess.Process, where: str, receipts: Receipts, seconds_max: float = 30
) -> list[float]:
    assert server.stdin is not None
    server.stdin.write(f"{where}\n".encode())
    return await receipts.of_round(float(await _line(server)), seconds_max)


async def _line(server: asyncio.subprocess.Process) -> str:
    assert server.stdout is not None
    return (await server.stdout.readline()).decode()


def report(where: str, delays: Sequence[float]) -> None:
    woken = "woken by the commit" if where == "here" else "found by asking every 100 ms"
    p50, p99 = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    console.print(f"{woken}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, last {delays[-1]:.1f} ms")
    print(f"figure subscriptions_{where}_p50_ms {p50:.1f}", flush=True)
    print(f"figure subscriptions_{where}_p99_ms {p99:.1f}", flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with throwaway.postgres_from_the_wheel(durable=True) as dsn, tempfile.TemporaryDirectory() as keys:
        uvloop.run(main(dsn, Path(keys)))
