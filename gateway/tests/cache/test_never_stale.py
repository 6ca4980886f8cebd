"""Whatever is written while others ask: every answer was true at some moment between request and response.

``KERVAN_CACHE_SEEDS=50 KERVAN_CACHE_WRITES=500`` looks longer.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest

from gateway.execution import Asked
from gateway.tests.cache.asking import Process, now, questions
from gateway.tests.cache.history import Answered, History, State
from gateway.tests.cache.remote import Remote, second_process
from gateway.tests.cache.writing import Writes
from gateway.tests.fixtures import received
from gateway.views.projection import keep_views

WRITES = int(os.environ.get("KERVAN_CACHE_WRITES", "60"))
SEEDS = range(int(os.environ.get("KERVAN_CACHE_SEEDS", "3")))
CLIENTS = 6

Questions = Mapping[str, Asked]
Asks = Sequence[Process | Remote]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
async def test_every_answer_was_true_while_it_was_asked_for(seed: int, processes: Sequence[Process]) -> None:
    await check(seed, processes, processes)


async def test_with_a_second_process_too(url: str, processes: Sequence[Process]) -> None:
    async with second_process(url) as remote:
        await check(99, processes[:1], (processes[0], remote))


async def check(seed: int, writers: Sequence[Process], asks: Asks) -> None:
    writes, history = Writes(seed), History()
    asked = questions(writes.ids)
    await write(writers[0], writes.everything(), asked, history)
    clients = [
        asyncio.create_task(keep_asking(asks, asked, history, Random(f"{seed}.{number}")))
        for number in range(CLIENTS)
    ]
    for number in range(WRITES):
        await write(writers[number % len(writers)], writes.some(), asked, history)
    for client in clients:
        client.cancel()
    ends = await asyncio.gather(*clients, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends
    assert history.wrong() == []
    assert len(history.answers) > WRITES


async def write(writer: Process, events: Sequence[Any], asked: Questions, history: History) -> None:
    """Nothing else writes, so what is true after the commit can be read at leisure."""
    begun, ended = await committed(writer, events)
    truth = {question: await writer.read(each) for question, each in asked.items()}
    history.states.append(State(begun, ended, truth))


async def committed(writer: Process, events: Sequence[Any]) -> tuple[float, float]:
    """The moments around the commit."""
    async with writer.engine.connect() as connection, connection.begin() as transaction:
        await keep_views(connection, [received(event) for event in events])
        begun = now()
        await transaction.commit()
    return begun, now()


async def keep_asking(asks: Asks, asked: Questions, history: History, chance: Random) -> None:
    while True:
        question, began = chance.choice(list(asked)), now()
        data = await chance.choice(asks).ask(asked[question])
        history.answers.append(Answered(question, began, now(), data))
        await asyncio.sleep(chance.choice((0, 0, 0.001)))
