"""Load beside a drill: students who register for a fair through the gateway, and readers who look at it.

A student repeats an attempt that got no answer, or a "later", under the same key until it is answered for
good: what a web client does. So whatever breaks meanwhile, each has exactly one registration in the end.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import aiohttp

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from gateway.reading.ids import node_id

REGISTER = """
mutation Register($input: RegisterForEventInput!) {
  registerForEvent(input: $input) { stale userErrors { code } }
}
"""
LOOK = "query Look($id: ID!) { event(id: $id) { capacity registered waiting } }"
LATER = frozenset(
    {"service-unavailable", "busy", "database-unavailable", "overloaded", "took-too-long", "too-many-at-once"}
)
PAUSE_SECONDS, PAUSE_SECONDS_MAX = 0.25, 4.0
GIVES_UP_SECONDS = 150
ATTEMPT_SECONDS_MAX = 20


@dataclass
class Crowd:
    """``registered`` are people; what went wrong on the way is counted by code."""

    fair: UUID
    registered: set[UUID] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def longest_wait(self) -> str:
        return f"longest wait {max(self.waits, default=0):.1f} s"

    @property
    def longest_look(self) -> str:
        return f"longest look {max(self.looks, default=0):.1f} s"


class Served(Protocol):
    """What clients reach."""

    def url(self, name: str) -> str: ...

    def issuer(self) -> DevelopmentIssuer: ...


class Clients:
    """People with tokens of their own, and the ways in."""

    def __init__(self, ground: Served, session: aiohttp.ClientSession) -> None:
        self._issuer = ground.issuer()
        self._session = session
        self._graphql = f"{ground.url('gateway')}/graphql"
        self._events = f"{ground.url('events')}/v1/events"
        self.office = self._issuer.issue(Role.OFFICE)

    def student(self, person: UUID) -> str:
        """A student's token."""
        return self._issuer.issue(Role.STUDENT, person_id=person)

    async def announce_fair(self, capacity: int = 100, kind: str = "fair") -> UUID:
        """A fair, or another kind of event, as the office announces it; its id."""
        begins = datetime.now(UTC) + timedelta(days=7)
        fair = {
            "kind": kind,
            "title": {"tr": "Erasmus fuarı", "en": "Erasmus fair"},
            "begins_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=3)).isoformat(),
            "venue": "Hall",
            "capacity": capacity,
        }
        headers = {"Authorization": f"Bearer {self.office}"}
        async with self._session.post(self._events, json=fair, headers=headers) as answer:
            assert answer.status == 201, await answer.text()
            return UUID((await answer.json())["id"])

    async def ask(self, token: str, query: str, variables: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Raises aiohttp.ClientError, TimeoutError."""
        timeout = aiohttp.ClientTimeout(total=ATTEMPT_SECONDS_MAX)
        body = {"query": query, "variables": variables}
        headers = {"Authorization": f"Bearer {token}"}
        async with self._session.post(self._graphql, json=body, headers=headers, timeout=timeout) as answer:
            return answer.status, await answer.json(content_type=None)

    async def register(self, crowd: Crowd, person: UUID) -> None:
        """Until it is answered for good; gives up, and says so, after GIVES_UP_SECONDS."""
        token, began = self.student(person), time.monotonic()
        given = {
            "id": node_id("Event", crowd.fair),
            "personId": node_id("Person", person),
            "idempotencyKey": str(new_id()),
        }
        pause = PAUSE_SECONDS
        while time.monotonic() - began < GIVES_UP_SECONDS:
            code = await self._attempt(token, given)
            if code is None:
                crowd.registered.add(person)
                crowd.waits.append(time.monotonic() - began)
                return
            crowd.errors[code] += 1
            if code not in LATER:
                break
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            pause = min(2 * pause, PAUSE_SECONDS_MAX)
        crowd.refused.append(str(code))

    async def _attempt(self, token: str, given: dict[str, Any]) -> str | None:
        """None when it is done, also when no view shows it yet; else the code of what stood in its way."""
        try:
            _, answer = await self.ask(token, REGISTER, {"input": given})
        except (aiohttp.ClientError, TimeoutError):
            return "service-unavailable"
        if code := trouble(answer):
            return code
        payload = answer["data"]["registerForEvent"]
        if payload["userErrors"]:
            return str(payload["userErrors"][0]["code"])
        return None

    async def look(self, crowd: Crowd) -> None:
        """One reader's look at the fair. What is seen must hold together, however old it is."""
        began = time.monotonic()
        try:
            _, answer = await self.ask(self.student(new_id()), LOOK, {"id": node_id("Event", crowd.fair)})
        except (aiohttp.ClientError, TimeoutError) as error:
            crowd.errors[f"reading: {type(error).__name__}"] += 1
            return
        if code := trouble(answer):
            crowd.errors[f"reading: {code}"] += 1
            return
        crowd.looks.append(time.monotonic() - began)
        if fair := answer["data"]["event"]:
            assert fair["registered"] <= fair["capacity"], fair


def trouble(answer: dict[str, Any]) -> str | None:
    """The code of an answer that holds no data."""
    if "data" not in answer or answer["data"] is None:
        assert answer["errors"], answer
        return str(answer["errors"][0]["extensions"]["code"])
    return None


@asynccontextmanager
async def crowding(
    clients: Clients, crowd: Crowd, *, writes_a_second: float = 20, looks_a_second: float = 20
) -> AsyncIterator[None]:
    """Students and readers come at a steady pace, however long the others wait; at the end all are served."""
    stop = asyncio.Event()
    coming = [
        asyncio.create_task(_paced(stop, writes_a_second, lambda: clients.register(crowd, new_id()))),
        asyncio.create_task(_paced(stop, looks_a_second, lambda: clients.look(crowd))),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*coming)


async def _paced(stop: asyncio.Event, a_second: float, act: Any) -> None:
    started = time.monotonic()
    count = 0
    async with asyncio.TaskGroup() as group:
        while not stop.is_set():
            group.create_task(act())
            count += 1
            await asyncio.sleep(max(0.0, started + count / a_second - time.monotonic()))
