"""The evening of the deadline: each student looks around and applies; most want the orientation, too."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp

from chassis.ids import new_id
from deploy.local.journey.cast import FIELD_OF
from gateway.reading.ids import node_id
from tests.drills.ground import Ground
from tests.drills.load import LATER, REGISTER, Clients, trouble

LOOKS_AN_ERRAND = 20
AT_ONCE = 48
TRIES_MAX = 8
LOOKS = (
    "query Coming { events(first: 10) { nodes { id title { tr } beginsAt capacity registered waiting } } }",
    "query Look($id: ID!) { event(id: $id) { title { tr en } venue capacity registered waiting } }",
    "query Mine { registrations(first: 5) { nodes { id status placeInLine event { id } } } }",
    "query Calls { calls(first: 5) { nodes { id title { tr } status closesAt } } }",
    "query Applied { applications(first: 5) { nodes { id status call { id } } } }",
)
APPLY = """
mutation Apply($input: SubmitApplicationInput!) {
  submitApplication(input: $input) { stale userErrors { code } }
}
"""


@dataclass(frozen=True, slots=True)
class Student:
    id: UUID
    faculty: str


@dataclass(frozen=True, slots=True)
class Open:
    """A call and the place that everybody applies for: an agreement's condition."""

    call: UUID
    agreement: UUID
    condition: UUID


@dataclass(frozen=True, slots=True)
class Taker:
    """Seconds of one registration, from the first attempt's sending to the answer."""

    sent: float
    answered: float


@dataclass(frozen=True, slots=True)
class Errand:
    """What somebody came to do: one mutation, repeated under one key until it is answered for good."""

    root: str
    mutation: str
    given: Mapping[str, Any]


@dataclass
class Evening:
    """What the students met. Durations are seconds of single requests, refused ones included."""

    orientation: UUID
    open: Open
    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    applied: set[UUID] = field(default_factory=set)
    takers: dict[UUID, Taker] = field(default_factory=dict)
    seconds: float = 0.0

    def application(self, student: Student) -> Errand:
        given = {
            "callId": node_id("Call", self.open.call),
            "personId": node_id("Person", student.id),
            "eqfLevel": "BACHELOR",
            "iscedCode": FIELD_OF[student.faculty],
            "cgpa": f"{random.uniform(2.3, 4):.2f}",
            "cgpaScale": 4,
            "languageScore": str(random.randint(61, 99)),
            "citizenOf": ["TR"],
            "preferences": [
                {
                    "agreementId": node_id("Agreement", self.open.agreement),
                    "conditionId": node_id("CooperationCondition", self.open.condition),
                }
            ],
        }
        return Errand("submitApplication", APPLY, given)

    def registration(self, student: Student) -> Errand:
        given = {"id": node_id("Event", self.orientation), "personId": node_id("Person", student.id)}
        return Errand("registerForEvent", REGISTER, given)


async def spend(clients: Clients, evening: Evening, students: Sequence[Student], takers: int) -> None:
    """All apply; ``takers`` of them want the orientation, too. AT_ONCE of them at a time."""
    coming = iter([(student, number < takers) for number, student in enumerate(students)])
    began = time.monotonic()
    await asyncio.gather(*(_serve(clients, evening, coming) for _ in range(AT_ONCE)))
    evening.seconds = time.monotonic() - began


async def _serve(clients: Clients, evening: Evening, coming: Iterator[tuple[Student, bool]]) -> None:
    for student, takes in coming:
        token = clients.student(student.id)
        if await _visit(clients, evening, token, evening.application(student)):
            evening.applied.add(student.id)
        if takes and (taker := await _visit(clients, evening, token, evening.registration(student))):
            evening.takers[student.id] = taker


async def _visit(clients: Clients, evening: Evening, token: str, errand: Errand) -> Taker | None:
    """An errand somewhere among the looks; None when it came to nothing."""
    before, done = random.randrange(LOOKS_AN_ERRAND), None
    for number in range(LOOKS_AN_ERRAND):
        if number == before:
            done = await _run(clients, evening, token, errand)
        await _look(clients, evening, token)
    return done


async def _look(clients: Clients, evening: Evening, token: str) -> None:
    query = random.choice(LOOKS)
    variables = {"id": node_id("Event", evening.orientation)} if "$id" in query else {}
    began = time.monotonic()
    code = await _ask(clients, token, query, variables)
    evening.reads.append(time.monotonic() - began)
    if code is not None:
        evening.errors[f"read {code}"] += 1


async def _run(clients: Clients, evening: Evening, token: str, errand: Errand) -> Taker | None:
    given = {**errand.given, "idempotencyKey": str(new_id())}
    sent = time.monotonic()
    for tried in range(TRIES_MAX):
        began = time.monotonic()
        code = await _ask(clients, token, errand.mutation, {"input": given}, errand.root)
        evening.writes.append(time.monotonic() - began)
        if code is None:
            return Taker(sent, time.monotonic())
        evening.errors[f"write {code}"] += 1
        if code not in LATER:
            break
        await asyncio.sleep(min(4.0, 0.25 * 2**tried) * random.uniform(0.5, 1.5))
    evening.given_up += 1
    return None


async def _ask(
    clients: Clients, token: str, query: str, variables: dict[str, Any], root: str = ""
) -> str | None:
    """None when it was answered, else why not."""
    try:
        _, answer = await clients.ask(token, query, variables)
    except (aiohttp.ClientError, TimeoutError) as error:
        return type(error).__name__
    if code := trouble(answer):
        return code
    refused = (answer["data"].get(root) or {}).get("userErrors")
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
