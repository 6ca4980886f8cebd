"""Whatever is written while others ask: every answer was true at some moment between request and response."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from random import Random

import pytest

from gateway.execution import Asked
from gateway.tests.cache.asking import Process, now, process, questions
from gateway.tests.cache.history import Answered, History, State
from gateway.tests.cache.writing import Writes
from gateway.tests.fixtures import Views, received
from gateway.views.projection import keep_views

WRITES = int(os.environ.get("KERVAN_CACHE_WRITES", "60"))
CLIENTS = 6
SEEDS = range(int(os.environ.get("KERVAN_CACHE_SEEDS", "3")))


@pytest.fixture
def url(views: Views) -> str:
    return views.engine.url.render_as_string(hide_password=False)


@pytest.fixture
async def processes(url: str) -> AsyncIterator[Sequence[Process]]:
    async with process(url) as one, process(url) as other:
        yield one, other


async def committed(writer: Process, events: Sequence[object], history: History) -> None:
    """The events in one transaction, and the moments around its commit."""
    async with writer.engine.connect() as connection, connection.begin() as transaction:
        await keep_views(connection, [received(event) for event in events])  # type: ignore[arg-type]
        begun = now()
        await transaction.commit()
    history.states.append(State(begun, now(), {}))


async def writing(
    processes: Sequence[Process], writes: Writes, asked: Mapping[str, Asked], history: History
) -> None:
    """Writers of both processes in turn. What is true is read at leisure: nothing else writes."""
    for number in range(WRITES):
        events = writes.some() if history.states else writes.everything()
        writer = processes[number % len(processes)]
        await committed(writer, events, history)
        told = history.states.pop()
        truth = {question: await writer.read(each) for question, each in asked.items()}
        history.states.append(State(told.begun, told.ended, truth))


async def asking(
    processes: Sequence[Process], asked: Mapping[str, Asked], history: History, chance: Random
) -> None:
    while True:
        question, began = chance.choice(list(asked)), now()
        data = await chance.choice(processes).ask(asked[question])
        history.answers.append(Answered(question, began, now(), data))
        await asyncio.sleep(chance.choice((0, 0, 0.001)))


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_answer_was_true_while_it_was_asked_for(seed: int, processes: Sequence[Process]) -> None:
    writes, history = Writes(seed), History()
    asked = questions(writes.ids)
    await processes[0].write(*writes.everything())
    history.states.append(
        State(0.0, 0.0, {question: await processes[0].read(each) for question, each in asked.items()})
    )
    clients = [
        asyncio.create_task(asking(processes, asked, history, Random(f"{seed}.{number}")))
        for number in range(CLIENTS)
    ]
    await writing(processes, writes, asked, history)
    for client in clients:
        client.cancel()
    await asyncio.gather(*clients, return_exceptions=True)
    assert history.wrong() == []
    assert len(history.answers) > WRITES
