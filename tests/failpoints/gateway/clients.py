"""A client that enters partners through the gateway, and repeats what was not answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from chassis.ids import new_id
from tests.failpoints.lives import Life

CREATE = """
mutation Enter($input: CreatePartnerInput!) {
  createPartner(input: $input) { stale userErrors { code } partner { name } }
}
"""
REPEATS_SECONDS_MAX = 120
PAUSE_SECONDS = 0.1
AT_ONCE = 3
UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError)


@dataclass
class Entry:
    """A partner to be entered; ``payload`` is None as long as nobody knows whether it was."""

    name: str
    key: str = field(default_factory=lambda: str(new_id()))
    payload: dict[str, Any] | None = None


class Client:
    """All partners that were ever sent. Names begin with ``run``."""

    def __init__(self, url: str, token: str, run: str) -> None:
        self.sent: list[Entry] = []
        self._url, self._token, self._run = url, token, run

    async def enter_until_dead(self, life: Life) -> None:
        async with self._session() as session, asyncio.timeout(REPEATS_SECONDS_MAX):
            while not life.ended:
                await self._send(session, self._unanswered() or self._some())
                await asyncio.sleep(PAUSE_SECONDS)

    async def enter(self, times: int) -> None:
        """While everybody lives."""
        for _ in range(times):
            self._some()
        await self.repeat_unanswered()

    async def repeat_unanswered(self) -> None:
        async with self._session() as session, asyncio.timeout(REPEATS_SECONDS_MAX):
            while unanswered := self._unanswered():
                await self._send(session, unanswered)
                await asyncio.sleep(PAUSE_SECONDS)

    def _unanswered(self) -> list[Entry]:
        return [entry for entry in self.sent if entry.payload is None]

    def _some(self) -> list[Entry]:
        entries = [Entry(f"{self._run} {len(self.sent) + number}") for number in range(AT_ONCE)]
        self.sent += entries
        return entries

    async def _send(self, session: aiohttp.ClientSession, entries: list[Entry]) -> None:
        await asyncio.gather(*(self._enter(session, entry) for entry in entries))

    async def _enter(self, session: aiohttp.ClientSession, entry: Entry) -> None:
        """A payload with errors that ask for a repetition is no answer."""
        given = {"name": entry.name, "country": "TR", "idempotencyKey": entry.key}
        try:
            async with session.post(
                "/graphql", json={"query": CREATE, "variables": {"input": given}}
            ) as response:
                payload = (await response.json())["data"]["createPartner"]
        except UNREACHABLE:
            return
        if "service-unavailable" not in [error["code"] for error in payload["userErrors"]]:
            entry.payload = payload

    def _session(self) -> aiohttp.ClientSession:
        headers = {"Authorization": f"Bearer {self._token}"}
        return aiohttp.ClientSession(self._url, headers=headers, timeout=aiohttp.ClientTimeout(total=20))
