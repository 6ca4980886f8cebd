"""More at once than there is room for: refused early, with when to come back, and memory stays bounded."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

import aiohttp

from chassis.ids import new_id
from deploy.local.status import MEBIBYTE, memory_of
from tests.drills.ground import Ground
from tests.drills.load import Clients

AT_ONCE = 1_500
ROUNDS = 4
QUERY = "query Coming { registrations(first: 100) { nodes { id status event { id title { tr } } } } }"


@dataclass
class Crush:
    """Seconds by outcome; memory of the gateway in MiB before, at the worst, after."""

    answered: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    without_retry_after: int = 0
    memory: list[int] = field(default_factory=list)


async def press(ground: Ground, clients: Clients, session: aiohttp.ClientSession) -> Crush:
    crush = Crush(memory=[_memory(ground)])
    for _ in range(ROUNDS):
        tokens = [clients.student(new_id()) for _ in range(AT_ONCE)]
        await asyncio.gather(*(_ask(ground, session, token, crush) for token in tokens))
        crush.memory.append(_memory(ground))
    return crush


async def _ask(ground: Ground, session: aiohttp.ClientSession, token: str, crush: Crush) -> None:
    url, headers = f"{ground.url('gateway')}/graphql", {"Authorization": f"Bearer {token}"}
    began = time.monotonic()
    try:
        async with session.post(url, json={"query": QUERY}, headers=headers) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        crush.others[type(error).__name__] += 1
        return
    seconds = time.monotonic() - began
    match answer.status:
        case 200:
            crush.answered.append(seconds)
        case 503:
            crush.refused.append(seconds)
            crush.without_retry_after += "Retry-After" not in answer.headers
        case status:
            crush.others[str(status)] += 1


def _memory(ground: Ground) -> int:
    return memory_of(ground.process("gateway")) // MEBIBYTE
