"""``python -m tests.bench.hostile.attackers URL FOLDER``: thirty strangers at once, until stopped."""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import uvloop

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from tests.security.hostile import DOCUMENTS

SUBJECTS, WITHOUT_TOKEN, SLOW = 20, 5, 200
NEVER_ENDING = b"POST /graphql HTTP/1.1\r\nHost: kervan\r\nX-Slow: "


async def send_documents(session: aiohttp.ClientSession, url: str, token: str, number: int) -> None:
    """Each is a text nobody sent before, so that remembering refusals does not help."""
    headers = {"Authorization": f"Bearer {token}"}
    for turn in itertools.count():
        for document, _ in DOCUMENTS.values():
            query = f"{document} # {number} {turn}"
            try:
                async with session.post(url, json={"query": query}, headers=headers) as response:
                    await response.read()
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def send_large_bodies(session: aiohttp.ClientSession, url: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    while True:
        try:
            async with session.post(url, data=b" " * 10_000_000, headers=headers) as response:
                await response.read()
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)


async def hold_connections(url: str) -> None:
    """Heads that never end; each is opened again when the gateway closes it."""
    address = urlsplit(url)
    while True:
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(NEVER_ENDING)
        await reader.read()
        writer.close()


async def main(url: str, folder: str) -> None:
    issuer = DevelopmentIssuer.at(Path(folder))
    tokens = [issuer.issue(Role.STUDENT, subject=f"stranger-{number}") for number in range(SUBJECTS)]
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(
            *(send_documents(session, url, token, n) for n, token in enumerate(tokens)),
            *(send_documents(session, url, "none", n) for n in range(WITHOUT_TOKEN)),
            *(send_large_bodies(session, url, token) for token in tokens[:2]),
            *(hold_connections(url) for _ in range(SLOW)),
        )


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:3]))
