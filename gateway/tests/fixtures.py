"""A gateway as it runs, over a database of its own: events go in, GraphQL comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.identity.caller import Role
from chassis.identity.issuer import DevelopmentIssuer
from chassis.ids import new_id
from contracts.cloudevents import Received
from contracts.event import Event, Tombstone
from gateway.views.announcing import CACHE_LEASE, announce
from gateway.views.catalogue import EVERYTHING, METADATA, VIEWS
from gateway.views.changes import CHANGE_CLOCK
from gateway.views.projection import ONE_AT_A_TIME, keep_views


def received(event: Event | Tombstone) -> Received:
    """The event as the consumer hands it over."""
    return Received(
        id=str(new_id()),
        type=event.TYPE,
        source="/kervan/test",
        key=event.key,
        sequence=event.sequence,
        event=event,
        traceparent=None,
    )


@dataclass
class Views:
    """The views' database."""

    engine: AsyncEngine

    async def take_in(self, *events: Event | Tombstone) -> None:
        """One batch, as one poll brings it."""
        async with self.engine.begin() as connection:
            await keep_views(connection, [received(event) for event in events])

    async def empty(self) -> None:
        async with self.engine.begin() as connection:
            await connection.execute(ONE_AT_A_TIME)
            for table in METADATA.sorted_tables:
                if table is not CHANGE_CLOCK and table is not CACHE_LEASE:
                    await connection.execute(table.delete())
            await announce(connection, EVERYTHING)

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """A table's rows by id."""
        async with self.engine.connect() as connection:
            found = await connection.execute(text(f'SELECT * FROM "{table}" ORDER BY id'))
            return [dict(row) for row in found.mappings()]

    async def all_rows(self) -> dict[str, list[dict[str, Any]]]:
        return {view.table.name: await self.rows(view.table.name) for view in VIEWS}


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    headers: Any

    @property
    def data(self) -> dict[str, Any]:
        assert "errors" not in self.body, self.body["errors"]
        return self.body["data"]  # type: ignore[no-any-return]

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.body.get("errors", ())]


@dataclass
class Gateway:
    """Its HTTP side."""

    url: str
    session: aiohttp.ClientSession
    issuer: DevelopmentIssuer

    def token(self, *roles: Role, **claims: Any) -> str:
        return self.issuer.issue(roles or (Role.OFFICE,), **claims)

    async def ask(self, query: str, token: str | None = None, **variables: Any) -> Answer:
        """A query or mutation by POST; as the office unless a token is given."""
        return await self.post({"query": query, "variables": variables}, token or self.token())

    async def post(self, body: Any, token: str | None = None, **headers: str) -> Answer:
        sent = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.session.post(f"{self.url}/graphql", json=body, headers=sent | headers) as response:
            return Answer(response.status, await response.json(content_type=None), response.headers)

    async def get(self, query: str, token: str, accept: str = "application/json", **more: str) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "Accept": accept}
        asked = {"query": query, **more}
        async with self.session.get(f"{self.url}/graphql", params=asked, headers=headers) as response:
            return Answer(response.status, await response.json(content_type=None), response.headers)


def fields_named(value: Any, name: str) -> Sequence[Any]:
    """Every value under a key, at any depth of an answer."""
    if isinstance(value, dict):
        own = [value[name]] if name in value else []
        return own + [found for inner in value.values() for found in fields_named(inner, name)]
    if isinstance(value, list):
        return [found for inner in value for found in fields_named(inner, name)]
    return []
