"""Clients that count up until the service dies under them, and repeat what was not answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from uuid import UUID

import aiohttp

from chassis.ids import new_id
from chassis.tests.sample.app import UNWELCOME
from chassis.tests.sample.service import POISON
from tests.failpoints.lives import Life

COUNTERS = 5
REPEATS_SECONDS_MAX = 120
PAUSE_SECONDS = 0.1
REFUSED = 422
UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError)


@dataclass
class Command:
    """One counting up. ``answer`` is None as long as nobody knows whether it was done."""

    counter: UUID
    label: str
    key: str = field(default_factory=lambda: str(new_id()))
    answer: tuple[int, Any] | None = None

    @property
    def done(self) -> bool:
        return self.answer is not None and self.answer[0] == 200


class Clients:
    """All that was ever sent, and what came back."""

    def __init__(self, url: str, token: str) -> None:
        self.sent: list[Command] = []
        self._url, self._token = url, token
        self._counters = cycle([new_id() for _ in range(COUNTERS)])
        self._poisoned = new_id()

    async def count_until_dead(self, life: Life) -> None:
        """A life begins with what the last one did not answer. Raises TimeoutError where it does not end."""
        async with self._session() as session, asyncio.timeout(REPEATS_SECONDS_MAX):
            while not life.ended:
                await self._send(session, _unanswered(self.sent) or self._some())
                await asyncio.sleep(PAUSE_SECONDS)

    async def count(self, bursts: int) -> None:
        """While the service lives."""
        for _ in range(bursts):
            self._some()
        await self.repeat_unanswered()

    async def repeat_unanswered(self) -> None:
        """As the promise of a key has it: until there is an answer."""
        await self._repeat(self.sent)

    async def repeat_done(self) -> list[str]:
        """Every command that was done, again: the answers that differ from the first ones."""
        done = [command for command in self.sent if command.done]
        again = [Command(command.counter, command.label, command.key) for command in done]
        await self._repeat(again)
        pairs = zip(done, again, strict=True)
        return [
            f"{one.key}: {one.answer}, then {two.answer}" for one, two in pairs if one.answer != two.answer
        ]

    async def _repeat(self, commands: list[Command]) -> None:
        async with self._session() as session, asyncio.timeout(REPEATS_SECONDS_MAX):
            while unanswered := _unanswered(commands):
                await self._send(session, unanswered)

    def _some(self) -> list[Command]:
        """Good ones, one refused after all its work, one that poisons a counter, one behind the poison."""
        good = [Command(next(self._counters), str(new_id())) for _ in range(COUNTERS)]
        refused = Command(next(self._counters), UNWELCOME)
        behind = Command(self._poisoned, "behind")
        self._poisoned = new_id()
        commands = [*good, refused, behind, Command(self._poisoned, POISON)]
        self.sent += commands
        return commands

    async def _send(self, session: aiohttp.ClientSession, commands: Iterable[Command]) -> None:
        left = iter(commands)
        await asyncio.gather(*(self._one_by_one(session, left) for _ in range(4)))

    async def _one_by_one(self, session: aiohttp.ClientSession, left: Iterator[Command]) -> None:
        for command in left:
            try:
                await _carry_out(session, command)
            except UNREACHABLE:
                await asyncio.sleep(PAUSE_SECONDS)

    def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            self._url,
            headers={"Authorization": f"Bearer {self._token}"},
            timeout=aiohttp.ClientTimeout(total=10),
        )


def _unanswered(commands: list[Command]) -> list[Command]:
    return [command for command in commands if command.answer is None]


async def _carry_out(session: aiohttp.ClientSession, command: Command) -> None:
    """An answer that says neither done nor refused is none."""
    request = session.post(
        f"/v1/counters/{command.counter}",
        json={"label": command.label},
        headers={"Idempotency-Key": command.key},
    )
    async with request as response:
        body = await response.json(content_type=None)
        if response.status in (200, REFUSED):
            command.answer = response.status, body
