"""Walking the schema: a query that asks for every field, relations followed to a depth."""

from __future__ import annotations

from functools import cache
from typing import Any

from graphql import GraphQLField, GraphQLNonNull, GraphQLObjectType, GraphQLUnionType, get_named_type
from strawberry.utils.str_converters import to_snake_case

from gateway.reading.conditions import TYPE_OF_KEY
from gateway.schema.schema import build_schema

LEVELS = 2


@cache
def schema() -> GraphQLObjectType:
    query = build_schema()._schema.query_type
    assert query is not None
    return query


def every_field(type_: object, levels: int = LEVELS) -> str:
    """A selection of every field of a type that takes no argument; objects until ``levels`` are used up."""
    if isinstance(type_, GraphQLUnionType):
        inside = " ".join(f"... on {member.name} {every_field(member, levels)}" for member in type_.types)
        return f"{{ __typename {inside} }}"
    assert isinstance(type_, GraphQLObjectType)
    fields = (_field(name, field, levels) for name, field in type_.fields.items() if not _needs(field))
    return "{ " + " ".join(filter(None, fields)) + " }"


def _field(name: str, field: GraphQLField, levels: int) -> str:
    inner = get_named_type(field.type)
    if not isinstance(inner, GraphQLObjectType):
        return name
    if inner.name.endswith("Connection"):
        nodes = get_named_type(inner.fields["nodes"].type)
        return f"{name} {{ totalCount nodes {every_field(nodes, levels - 1)} }}" if levels else ""
    if _is_value(inner):
        return f"{name} {every_field(inner, min(levels, 1))}"
    return f"{name} {every_field(inner, levels - 1)}" if levels else ""


def _is_value(type_: GraphQLObjectType) -> bool:
    """A part of an object: it costs no level."""
    return "version" not in type_.fields


def _needs(field: GraphQLField) -> bool:
    return any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())


def connections() -> dict[str, str]:
    """Roots that list a type, and the type."""
    found = {}
    for name, field in schema().fields.items():
        inner = get_named_type(field.type)
        if inner.name.endswith("Connection") and not _needs(field):
            found[name] = inner.name.removesuffix("Connection")
    return found


def single_roots() -> dict[str, str]:
    """Roots that give one object by id, and its type."""
    return {
        name: get_named_type(field.type).name
        for name, field in schema().fields.items()
        if list(field.args) == ["id"] and name != "node"
    }


def whole_query(root: str) -> str:
    """Every field of a connection root."""
    nodes = get_named_type(get_named_type(schema().fields[root].type).fields["nodes"].type)
    return f"{{ {root}(first: 100) {{ totalCount edges {{ cursor }} nodes {every_field(nodes)} }} }}"


def deep_query(root: str, levels: int) -> str:
    """Ids along every path of relations from a connection root, and all plain fields where a path ends."""
    nodes = get_named_type(get_named_type(schema().fields[root].type).fields["nodes"].type)
    return f"{{ {root}(first: 100) {{ totalCount nodes {every_path(nodes, levels)} }} }}"


def every_path(type_: object, levels: int) -> str:
    """A selection that follows each relation of a type until ``levels`` are used up."""
    if not levels:
        return every_field(type_, 0)
    assert isinstance(type_, GraphQLObjectType)
    steps = (_step(name, get_named_type(field.type), levels) for name, field in type_.fields.items())
    own = "" if _is_value(type_) else "__typename id "
    return "{ " + own + " ".join(filter(None, steps)) + " }"


def _step(name: str, inner: object, levels: int) -> str:
    """One relation, or a part of the object that has relations inside."""
    if not isinstance(inner, GraphQLObjectType):
        return ""
    if inner.name.endswith("Connection"):
        nodes = get_named_type(inner.fields["nodes"].type)
        return f"{name}(first: 100) {{ totalCount nodes {every_path(nodes, levels - 1)} }}"
    if not _is_value(inner):
        return f"{name} {every_path(inner, levels - 1)}"
    inside = (_step(part, get_named_type(field.type), levels) for part, field in inner.fields.items())
    return (
        f"{name} {{ {' '.join(filter(None, inside))} }}" if any(map(_leads_on, inner.fields.values())) else ""
    )


def _leads_on(field: GraphQLField) -> bool:
    inner = get_named_type(field.type)
    return isinstance(inner, GraphQLObjectType) and not _is_value(inner)


def pages_in(answer: object) -> list[dict[str, Any]]:
    """Every connection of an answer, at any depth."""
    if isinstance(answer, list):
        return [found for each in answer for found in pages_in(each)]
    if not isinstance(answer, dict):
        return []
    own = [answer] if "totalCount" in answer else []
    return own + [found for each in answer.values() for found in pages_in(each)]


def id_filters(root: str) -> dict[str, str]:
    """Of a list's filter the fields that take a node id, and the type it must be of."""
    argument = schema().fields[root].args.get("filter")
    if argument is None:
        return {}
    inputs: Any = get_named_type(argument.type)
    return {
        name: TYPE_OF_KEY[to_snake_case(name)]
        for name, field in inputs.fields.items()
        if get_named_type(field.type).name == "ID"
    }


def filter_type(root: str) -> str:
    return str(schema().fields[root].args["filter"].type)
