"""Starts the gateway, alternates peace and attack, prints the ratio."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import aiohttp
import asyncpg
import uvloop

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from chassis.migrations import upgrade
from deploy.local import throwaway

ROUNDS, SECONDS, PAUSE_SECONDS = 3, 8.0, 0.005
GOOD = {
    "query": "query List($first: Int) { mobilities(first: $first) { nodes { id status person { id } } } }",
    "variables": {"first": 20},
}


@contextmanager
def running(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.hostile.{module}", *arguments], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


async def latencies(url: str, token: str, seconds: float) -> list[float]:
    """Milliseconds of a client that asks, reads and asks again."""
    found, headers = [], {"Authorization": f"Bearer {token}"}
    ends = time.monotonic() + seconds
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < ends:
            begun = time.perf_counter()
            async with session.post(url, json=GOOD, headers=headers) as response:
                body = await response.json(content_type=None)
            found.append((time.perf_counter() - begun) * 1000)
            assert response.status == 200, body
            await asyncio.sleep(PAUSE_SECONDS)
    return found


async def main(url: str, folder: str) -> None:
    token = DevelopmentIssuer.at(Path(folder)).issue(Role.OFFICE, subject="good")
    await latencies(url, token, 2)  # connections and caches are warm
    peace, attack = [], []
    for _ in range(ROUNDS):
        peace += await latencies(url, token, SECONDS)
        with running("attackers", url, folder):
            await asyncio.sleep(3)
            attack += await latencies(url, token, SECONDS)
        await asyncio.sleep(1)
    print(f"good client: {median(peace):.2f} ms in peace, {median(attack):.2f} ms under attack (medians)")
    print(f"ratio good_client_under_attack {median(attack) / median(peace):.2f}", flush=True)


async def migrated(admin_dsn: str) -> str:
    name = f"kervan_hostile_{new_id().hex}"
    connection = await asyncpg.connect(admin_dsn)
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    dsn = f"{admin_dsn.rpartition('/')[0]}/{name}"
    await upgrade(dsn, "gateway")
    return dsn


if __name__ == "__main__":
    with throwaway.postgres_from_the_wheel() as admin, tempfile.TemporaryDirectory() as keys:
        database = uvloop.run(migrated(admin))
        with running("server", database, keys) as server:
            assert server.stdout is not None
            port = server.stdout.readline().strip()
            uvloop.run(main(f"http://127.0.0.1:{port}/graphql", keys))
