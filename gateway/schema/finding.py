"""Finding: any object by its id, text over several types, and who is asking."""

import asyncio
from typing import Annotated, Any, cast

import strawberry

from chassis.folding import search_query
from chassis.identity.caller import Caller, Role
from gateway.reading.conditions import holds_words
from gateway.reading.fields import READS, AnyNode, Found, Myself
from gateway.reading.ids import IdInvalid, parse_node_id
from gateway.reading.paging import Page
from gateway.schema.agreement import Agreement
from gateway.schema.node import Ask, Id, Node
from gateway.schema.partner import Partner
from gateway.schema.person import Person
from gateway.views.catalogue import BY_TYPE

FOUND = Found(("Partner", "Person", "Agreement"))

SearchResult = Annotated[
    Partner | Person | Agreement,
    strawberry.union(
        "SearchResult", description="What a search may find; always something the caller may see."
    ),
]
Words = Annotated[
    str, strawberry.argument(description="Beginnings of words; Turkish letters and accents fold")
]
Limit = Annotated[int, strawberry.argument(description="At most so many of each type, 1 to 100")]


@strawberry.type(description="Who is asking, as the token says.")
class Me:
    roles: list[Role] = strawberry.field(description="What the caller is to the office")
    faculty: str | None = strawberry.field(description="A coordinator's faculty")
    person: Person | None = strawberry.field(description="The caller's own record")
    partner: Partner | None = strawberry.field(description="The university a partner's user belongs to")


@strawberry.type
class FindingQueries:
    @strawberry.field(
        description="Any object by its id; null where there is none or the caller may not see it",
        metadata={READS: AnyNode()},
    )
    async def node(self, info: Ask, id: Id) -> Node | None:
        type_name, identifier = parse_node_id(id, "id")
        if type_name not in BY_TYPE or not BY_TYPE[type_name].is_node:
            raise IdInvalid("id", id=id[:100], types="Node")
        found = await info.context.reader.one(type_name, identifier)
        return cast("Node | None", found and found | {"__typename": type_name})

    @strawberry.field(description="Partners, people and agreements at once", metadata={READS: FOUND})
    async def search(self, info: Ask, text: Words, first: Limit = 10) -> list[SearchResult]:
        page = Page.asked(first, None, None, None)
        pages = await asyncio.gather(*(_found(info, type_, text, page) for type_ in FOUND.types))
        return [found for page_ in pages for found in page_]

    @strawberry.field(description="The caller", metadata={READS: Myself()})
    async def me(self, info: Ask) -> Me:
        caller, reader = info.context.caller, info.context.reader
        return cast("Me", await _me(caller, reader))


async def _found(info: Ask, type_name: str, text: str, page: Page) -> list[Any]:
    condition = holds_words(BY_TYPE[type_name].table.c.search, search_query(text))
    found = await info.context.reader.page(type_name, page, condition)
    return [row | {"__typename": type_name} for row in found["nodes"]]


async def _me(caller: Caller, reader: Any) -> dict[str, Any]:
    return {
        "roles": sorted(caller.roles),
        "faculty": caller.faculty,
        "person": caller.person_id and await reader.one("Person", caller.person_id),
        "partner": caller.partner_id and await reader.one("Partner", caller.partner_id),
    }
