"""What every object of the graph has, and how fields reach other objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from graphql import GraphQLResolveInfo
from strawberry.types import Info

from gateway.context import Context
from gateway.reading.fields import READS, ById, Children, Named, NodeId
from gateway.reading.ids import as_uuid, node_id
from gateway.reading.paging import Page

T = TypeVar("T")

Ask = Info[Context, None]

First = Annotated[int | None, strawberry.argument(description="How many from the beginning, 1 to 100")]
After = Annotated[str | None, strawberry.argument(description="Only rows behind this cursor")]
Last = Annotated[int | None, strawberry.argument(description="How many from the end, 1 to 100")]
Before = Annotated[str | None, strawberry.argument(description="Only rows in front of this cursor")]
Id = Annotated[strawberry.ID, strawberry.argument(description="The object's node id")]


@strawberry.interface(description="Anything with an id that can be asked for again by `node`.")
class Node:
    version: int = strawberry.field(description="Rises by one with every change; send it as expectedVersion")

    @strawberry.field(description="Opaque and stable; unique among all types", metadata={READS: NodeId()})
    def id(self: Any, info: Ask) -> strawberry.ID:
        return strawberry.ID(node_id(info._raw_info.parent_type.name, self["id"]))

    @classmethod
    def is_type_of(cls, value: Mapping[str, Any], info: GraphQLResolveInfo[Any]) -> bool:
        """A row read for one type carries no name; those for interfaces and unions do."""
        return bool(value.get("__typename", cls.__name__) == cls.__name__)

    @classmethod
    def resolve_type(cls, value: Mapping[str, Any], info: GraphQLResolveInfo[Any], *_: object) -> str:
        return str(value["__typename"])


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow this page")
    has_previous_page: bool = strawberry.field(description="Whether rows precede this page")
    start_cursor: str | None = strawberry.field(description="The first row's cursor")
    end_cursor: str | None = strawberry.field(description="The last row's cursor")


@strawberry.type(description="An object in its list.")
class Edge(Generic[T]):
    node: T = strawberry.field(description="The object")
    cursor: str = strawberry.field(description="Its place in this list; pass it as after or before")


@strawberry.type(description="A page of a list, in the list's order.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The page's objects with their cursors")
    nodes: list[T] = strawberry.field(description="The page's objects")
    page_info: PageInfo = strawberry.field(description="Whether and where the list goes on")

    @strawberry.field(description="Rows in the whole list, filters applied; counted only when asked")
    async def total_count(self: Any) -> int:
        return await self["count"]()  # type: ignore[no-any-return]  # the reader's count


def related(type_name: str, *, description: str, key: str, doc: str | None = None) -> Any:
    """A field that gives the object whose id stands in ``key``; ``doc``: the wide row's copy of it."""

    async def resolve(root: Any, info: Ask) -> Any:
        if root.get(key) is None:
            return None
        return await info.context.reader.one(type_name, as_uuid(root[key]))

    reads = {READS: ById(type_name, key, doc)}
    return strawberry.field(resolver=resolve, description=description, metadata=reads)


def children(type_name: str, *, description: str, key: str, own: str = "id") -> Any:
    """A field that gives a connection of the objects whose ``key`` is this one's ``own``."""

    async def resolve(
        root: Any,
        info: Ask,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Any:
        page = Page.asked(first, after, last, before)
        return await info.context.reader.children(type_name, key, as_uuid(root[own]), page)

    reads = {READS: Children(type_name, key, own)}
    return strawberry.field(resolver=resolve, description=description, metadata=reads)


def named(column: str, *, description: str, name: str | None = None) -> Any:
    """A field that is called otherwise than what it shows."""

    def resolve(root: Any) -> Any:
        return root.get(column)

    reads = {READS: Named(column)}
    return strawberry.field(resolver=resolve, name=name, description=description, metadata=reads)


def id_of(type_name: str, *, description: str, key: str) -> Any:
    """A field that gives the node id of something that is no object of its own."""

    def resolve(root: Any) -> Any:
        return node_id(type_name, root[key])

    reads = {READS: NodeId(type_name, key)}
    return strawberry.field(resolver=resolve, description=description, metadata=reads)


def default_resolver(source: Any, name: str) -> Any:
    """Rows and documents are mappings; a hidden key is absent and reads as null."""
    return source.get(name) if isinstance(source, Mapping) else getattr(source, name)
