"""A well-tuned but ordinary Strawberry gateway over the same tables, for query A.

Cached parsing and validation, one DataLoader a type and request, asyncpg with prepared statements, orjson, an
asynchronous context getter. No tokens, no policies, no limits: what those cost is on Kervan's side alone.

    python -m tests.bench.gateway.peers.strawberry_sql PORT DATABASE_URL
"""

from __future__ import annotations

import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import strawberry
import uvicorn
from fastapi import FastAPI
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.fastapi import GraphQLRouter
from strawberry.types import Info

from chassis.database import plain_url
from contracts.vocabulary import AgreementStatus, Currency, GrantStatus, InstalmentStatus, MobilityStatus

CONNECTIONS = 16
DOCUMENTS = 256

for word in (MobilityStatus, AgreementStatus, GrantStatus, InstalmentStatus, Currency):
    strawberry.enum(word)

PAGE = """
    SELECT id, status, begins, ends, person_id, agreement_id, partner_id FROM mobility_view
    WHERE id > coalesce($1, '00000000-0000-0000-0000-000000000000'::uuid) ORDER BY id LIMIT $2
"""
PEOPLE = "SELECT id, given_name, family_name FROM person_view WHERE id = ANY($1::uuid[])"
AGREEMENTS = "SELECT id, reference, status FROM agreement_view WHERE id = ANY($1::uuid[])"
PARTNERS = "SELECT id, name, country FROM partner_view WHERE id = ANY($1::uuid[])"
GRANTS = """
    SELECT id, mobility_id, status, amount, paid, instalments FROM grant_view
    WHERE mobility_id = ANY($1::uuid[]) ORDER BY id
"""


@strawberry.type
class Person:
    id: strawberry.ID
    given_name: str
    family_name: str


@strawberry.type
class Agreement:
    id: strawberry.ID
    reference: str
    status: AgreementStatus


@strawberry.type
class Partner:
    id: strawberry.ID
    name: str
    country: str


@strawberry.type
class Money:
    amount: Decimal
    currency: Currency


@strawberry.type
class Instalment:
    number: int
    amount: Money
    due_on: date | None
    status: InstalmentStatus


@strawberry.type
class Grant:
    id: strawberry.ID
    status: GrantStatus
    amount: Money | None
    paid: Money
    instalments: list[Instalment]


class Loaders:
    """One request's; each batches a type's keys into one statement."""

    def __init__(self, pool: Any) -> None:
        self.pool = pool
        self.people: DataLoader[UUID, Person | None] = DataLoader(self._people)
        self.agreements: DataLoader[UUID, Agreement | None] = DataLoader(self._agreements)
        self.partners: DataLoader[UUID, Partner | None] = DataLoader(self._partners)
        self.grants: DataLoader[UUID, Grant | None] = DataLoader(self._grants)

    async def _people(self, ids: list[UUID]) -> list[Person | None]:
        rows = await self.pool.fetch(PEOPLE, ids)
        found = {
            row["id"]: Person(
                id=_node("Person", row["id"]), given_name=row["given_name"], family_name=row["family_name"]
            )
            for row in rows
        }
        return [found.get(each) for each in ids]

    async def _agreements(self, ids: list[UUID]) -> list[Agreement | None]:
        rows = await self.pool.fetch(AGREEMENTS, ids)
        found = {
            row["id"]: Agreement(
                id=_node("Agreement", row["id"]),
                reference=row["reference"],
                status=AgreementStatus(row["status"]),
            )
            for row in rows
        }
        return [found.get(each) for each in ids]

    async def _partners(self, ids: list[UUID]) -> list[Partner | None]:
        rows = await self.pool.fetch(PARTNERS, ids)
        found = {
            row["id"]: Partner(id=_node("Partner", row["id"]), name=row["name"], country=row["country"])
            for row in rows
        }
        return [found.get(each) for each in ids]

    async def _grants(self, mobility_ids: list[UUID]) -> list[Grant | None]:
        rows = await self.pool.fetch(GRANTS, mobility_ids)
        found = {row["mobility_id"]: _grant(row) for row in rows}
        return [found.get(each) for each in mobility_ids]


Ask = Info[dict[str, Loaders], None]


@strawberry.type
class Mobility:
    key: strawberry.Private[UUID]
    person_id: strawberry.Private[UUID]
    agreement_id: strawberry.Private[UUID | None]
    partner_id: strawberry.Private[UUID | None]
    id: strawberry.ID
    status: MobilityStatus
    begins: date | None
    ends: date | None

    @strawberry.field
    async def person(self, info: Ask) -> Person | None:
        return await info.context["loaders"].people.load(self.person_id)

    @strawberry.field
    async def agreement(self, info: Ask) -> Agreement | None:
        if self.agreement_id is None:
            return None
        return await info.context["loaders"].agreements.load(self.agreement_id)

    @strawberry.field
    async def partner(self, info: Ask) -> Partner | None:
        if self.partner_id is None:
            return None
        return await info.context["loaders"].partners.load(self.partner_id)

    @strawberry.field
    async def grant(self, info: Ask) -> Grant | None:
        return await info.context["loaders"].grants.load(self.key)


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Mobilities:
    nodes: list[Mobility]
    page_info: PageInfo


@strawberry.type
class Query:
    @strawberry.field
    async def mobilities(self, info: Ask, first: int, after: str | None = None) -> Mobilities:
        behind = UUID(orjson.loads(urlsafe_b64decode(after + "=="))[-1]) if after else None
        rows = await info.context["loaders"].pool.fetch(PAGE, behind, first + 1)
        nodes = [_mobility(row) for row in rows[:first]]
        end = _cursor(nodes[-1].key) if nodes else None
        return Mobilities(nodes=nodes, page_info=PageInfo(has_next_page=len(rows) > first, end_cursor=end))


def _mobility(row: Mapping[str, Any]) -> Mobility:
    return Mobility(
        key=row["id"],
        person_id=row["person_id"],
        agreement_id=row["agreement_id"],
        partner_id=row["partner_id"],
        id=_node("Mobility", row["id"]),
        status=MobilityStatus(row["status"]),
        begins=row["begins"],
        ends=row["ends"],
    )


def _grant(row: Mapping[str, Any]) -> Grant:
    return Grant(
        id=_node("Grant", row["id"]),
        status=GrantStatus(row["status"]),
        amount=_money(row["amount"]) if row["amount"] else None,
        paid=_money(row["paid"]),
        instalments=[_instalment(each) for each in row["instalments"]],
    )


def _instalment(given: Mapping[str, Any]) -> Instalment:
    due_on = given["due_on"]
    return Instalment(
        number=given["number"],
        amount=_money(given["amount"]),
        due_on=date.fromisoformat(due_on) if due_on else None,
        status=InstalmentStatus(given["status"]),
    )


def _money(given: Mapping[str, str]) -> Money:
    return Money(amount=Decimal(given["amount"]), currency=Currency(given["currency"]))


def _node(type_name: str, key: UUID) -> strawberry.ID:
    return strawberry.ID(f"{type_name}.{key}")


def _cursor(key: UUID) -> str:
    return urlsafe_b64encode(f'["id", "{key}"]'.encode()).decode().rstrip("=")


class Endpoint(GraphQLRouter[dict[str, Loaders], None]):
    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)


async def _reads_documents(connection: Any) -> None:
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=orjson.dumps, decoder=orjson.loads)


def build_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings = {"jit": "off", "plan_cache_mode": "force_generic_plan"}
        async with asyncpg.create_pool(
            plain_url(database_url),
            min_size=CONNECTIONS,
            max_size=CONNECTIONS,
            init=_reads_documents,
            server_settings=settings,
        ) as pool:
            app.state.pool = pool
            yield

    async def context() -> dict[str, Loaders]:
        return {"loaders": Loaders(app.state.pool)}

    caches = [lambda: ParserCache(maxsize=DOCUMENTS), lambda: ValidationCache(maxsize=DOCUMENTS)]
    app = FastAPI(lifespan=lifespan)
    schema = strawberry.Schema(Query, extensions=caches)
    app.include_router(Endpoint(schema, context_getter=context), prefix="/graphql")
    return app


if __name__ == "__main__":
    uvicorn.run(
        build_app(sys.argv[2]),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
