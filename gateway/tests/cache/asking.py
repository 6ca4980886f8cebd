"""Processes' worth of a cache over one database, and what is asked of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.database import create_engine
from chassis.identity.caller import Caller, Role
from gateway.cache.answers import CachedAnswers
from gateway.cache.lease import Lease
from gateway.cache.results import Results
from gateway.compiler.answering import Answering, Compiler
from gateway.compiler.connections import Connections
from gateway.compiler.row_texts import RowTexts
from gateway.documents.reading import Documents
from gateway.execution import Asked
from gateway.limits.document import Limits
from gateway.reading.ids import node_id
from gateway.schema.schema import build_schema
from gateway.tests.fixtures import received
from gateway.views.projection import keep_views

BOUNDLESS = Limits(tokens=10**6, depth=100, aliases=1000, root_fields=100, directives=1000, cost=10**12)
SCHEMA = build_schema()
DOCUMENTS = Documents(SCHEMA.graphql, BOUNDLESS)
MEGABYTE = 1024 * 1024
OFFICE = Caller("office", frozenset({Role.OFFICE}))
STUDENT = Caller("student", frozenset({Role.STUDENT}), person_id=UUID(int=1))


def asked(document: str, caller: Caller = OFFICE, **variables: Any) -> Asked:
    """As the endpoint hands it on."""
    body = orjson.dumps({"query": document, "variables": variables})
    return Asked(DOCUMENTS.read(document).operation(None), variables, caller, "", body)


def questions(ids: Mapping[str, list[UUID]]) -> dict[str, Asked]:
    """One of every kind that may be cached; written by their names in failures."""
    partner, call, event = (node_id(name, ids[name][0]) for name in ("Partner", "Call", "Event"))
    documents: list[tuple[str, dict[str, Any]]] = [
        ("{ partners { nodes { name } totalCount } }", {}),
        ('{ partners(filter: {country: "de"}) { nodes { id name } pageInfo { endCursor } } }', {}),
        (
            "query($c: String!) { partners(filter: {country: $c}) { edges { cursor node { city } } } }",
            {"c": "TR"},
        ),
        ('{ partners(search: "k") { totalCount } }', {}),
        ("query($id: ID!) { partner(id: $id) { name agreements { nodes { reference } } } }", {"id": partner}),
        ("{ agreements(filter: {status: ACTIVE}) { nodes { reference partner { name country } } } }", {}),
        ("{ agreements { nodes { partner { name website } } } }", {}),
        ("query($id: ID!) { agreements(filter: {partnerId: $id}) { totalCount } }", {"id": partner}),
        ("{ calls(filter: {callYear: 2024, status: OPEN}) { nodes { id status } } }", {}),
        (
            "query($id: ID!) { call(id: $id) { agreements { reference } events { nodes { venue } } } }",
            {"id": call},
        ),
        ("{ events(filter: {kind: FAIR}) { nodes { id version registered } } }", {}),
        ("{ events(last: 2, orderBy: {field: CREATED}) { nodes { kind call { status } } } }", {}),
        ("query($id: ID!) { node(id: $id) { version ... on Event { title { en } status } } }", {"id": event}),
        ("{ budgets { nodes { allocated { amount } } } }", {}),
        ("{ announcements(filter: {status: PUBLISHED}) { nodes { venue reach { page } } totalCount } }", {}),
        ("{ programmeStatistics(fromYear: 2024, toYear: 2025) { programme beneficiaries agreements } }", {}),
        ("{ mobilityStatistics(fromYear: 2024, toYear: 2024, by: [COUNTRY]) { hostCountry } }", {}),
    ]
    return {document: asked(document, **variables) for document, variables in documents}


@dataclass
class Process:
    """A gateway's cache with an engine, a pool and a lease of its own."""

    engine: AsyncEngine
    answering: Answering
    results: Results
    lease: Lease
    cached: CachedAnswers

    async def ask(self, asked: Asked) -> bytes:
        """As the endpoint does: by the request's bytes first."""
        recalled = self.cached.recall(asked.body, asked.caller)
        return (await self.cached.data(asked)).data if recalled is None else recalled.data

    async def read(self, asked: Asked) -> bytes:
        """Without the cache."""
        planned = self.answering.planned(asked.operation, asked.variables, asked.caller)
        return (await self.answering.run(planned)).data

    def holds(self, asked: Asked) -> bool:
        return self.cached.recall(asked.body, asked.caller) is not None

    async def write(self, *events: Any) -> None:
        async with self.engine.begin() as connection:
            await keep_views(connection, [received(event) for event in events])

    async def until_it_may_serve(self) -> None:
        await until(lambda: self.lease.held and not self.results.on_their_way)

    async def settled(self) -> None:
        await until(lambda: not self.results.on_their_way)


@asynccontextmanager
async def process(
    url: str, bytes_max: int = MEGABYTE, engine: AsyncEngine | None = None
) -> AsyncIterator[Process]:
    engine = engine or create_engine(url)
    connections = Connections(url, 4, 30_000)
    answering, results = (
        Answering(Compiler(SCHEMA.graphql), connections, RowTexts(MEGABYTE)),
        Results(bytes_max),
    )
    lease = Lease(url, engine, results)
    one = Process(engine, answering, results, lease, CachedAnswers(answering, results, lease))
    lease.begin()
    try:
        await one.until_it_may_serve()
        yield one
    finally:
        await lease.close()
        await connections.close()
        await engine.dispose()


async def until(it_is_so: Callable[[], bool]) -> None:
    while not it_is_so():  # noqa: ASYNC110  what is waited for tells nobody
        await asyncio.sleep(0.001)


def now() -> float:
    return time.monotonic()


def data(answer: bytes) -> Any:
    return cast("Any", orjson.loads(answer))
