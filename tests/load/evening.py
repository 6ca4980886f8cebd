"""The evening: each student looks around and registers once; most want the orientation, which is small."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from chassis.ids import new_id
from gateway.reading.ids import node_id
from tests.drills.ground import Ground
from tests.drills.load import LATER, REGISTER, Clients, trouble

LOOKS_A_STUDENT = 20
AT_ONCE = 48
TRIES_MAX = 8
LOOKS = (
    "query Coming { events(first: 10) { nodes { id title { tr } beginsAt capacity registered waiting } } }",
    "query Look($id: ID!) { event(id: $id) { title { tr en } venue capacity registered waiting } }",
    "query Mine { registrations(first: 5) { nodes { id status placeInLine event { id } } } }",
)


@dataclass(frozen=True, slots=True)
class Taker:
    """Seconds of one registration, from the first attempt's sending to the answer."""

    sent: float
    answered: float


@dataclass
class Evening:
    """What the students met. Durations are seconds of single requests, refused ones included."""

    orientation: UUID
    fairs: tuple[UUID, ...]
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    takers: dict[UUID, Taker] = field(default_factory=dict)
    seconds: float = 0.0


async def spend(clients: Clients, evening: Evening, students: int, takers: int) -> None:
    """``takers`` of the students want the orientation, the others any fair; AT_ONCE of them at a time."""
    wishes = [evening.orientation] * takers + random.choices(evening.fairs, k=students - takers)
    random.shuffle(wishes)
    coming = iter(wishes)
    began = time.monotonic()
    await asyncio.gather(*(_serve(clients, evening, coming) for _ in range(AT_ONCE)))
    evening.seconds = time.monotonic() - began


async def _serve(clients: Clients, evening: Evening, coming: Iterator[UUID]) -> None:
    for wish in coming:
        person = new_id()
        token = clients.student(person)
        before = random.randint(0, LOOKS_A_STUDENT)
        for number in range(LOOKS_A_STUDENT):
            if number == before:
                await _register(clients, evening, token, person, wish)
            await _look(clients, evening, token, wish)
        if before == LOOKS_A_STUDENT:
            await _register(clients, evening, token, person, wish)


async def _look(clients: Clients, evening: Evening, token: str, wish: UUID) -> None:
    query = random.choice(LOOKS)
    variables = {"id": node_id("Event", wish)} if "$id" in query else {}
    began = time.monotonic()
    code = await _ask(clients, token, query, variables)
    evening.reads.append(time.monotonic() - began)
    if code is not None:
        evening.errors[f"read {code}"] += 1


async def _register(clients: Clients, evening: Evening, token: str, person: UUID, wish: UUID) -> None:
    given = {
        "id": node_id("Event", wish),
        "personId": node_id("Person", person),
        "idempotencyKey": str(new_id()),
    }
    sent = time.monotonic()
    for tried in range(TRIES_MAX):
        began = time.monotonic()
        code = await _ask(clients, token, REGISTER, {"input": given})
        evening.writes.append(time.monotonic() - began)
        if code is None:
            if wish == evening.orientation:
                evening.takers[person] = Taker(sent, time.monotonic())
            return
        evening.errors[f"write {code}"] += 1
        if code not in LATER:
            break
        await asyncio.sleep(min(4.0, 0.25 * 2**tried) * random.uniform(0.5, 1.5))
    evening.given_up += 1


async def _ask(clients: Clients, token: str, query: str, variables: dict[str, Any]) -> str | None:
    """None when it was answered, else why not."""
    try:
        _, answer = await clients.ask(token, query, variables)
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__
    if code := trouble(answer):
        return code
    refused = (answer["data"].get("registerForEvent") or {}).get("userErrors")
    return str(refused[0]["code"]) if refused else None


async def out_of_turn(ground: Ground, evening: Evening) -> int:
    """People behind somebody who asked only after they had been answered. Nobody may be."""
    rows = await ground.rows(
        "events",
        "SELECT person_id FROM registration WHERE event_id = $1 ORDER BY place_in_line NULLS FIRST, id",
        evening.orientation,
    )
    waiting = [evening.takers[row["person_id"]] for row in rows if row["person_id"] in evening.takers]
    latest, found = 0.0, 0
    for taker in waiting:
        found += taker.answered < latest
        latest = max(latest, taker.sent)
    return found
